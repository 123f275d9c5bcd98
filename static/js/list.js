/* A list under another filter without loading the page anew: htmx asks for the very address the form or link leads to
   and takes the list out of the answer. Without this script the same form and links load the page. */
(() => {
  "use strict";
  const WAIT = 500;
  const SHOWN_FOR = 2000;
  let kept = null;
  let restoring = null;
  let waiting = 0;

  const listing = () => document.getElementById("listing");
  const said = () => document.getElementById("said");
  const say = (text) => (said().textContent = text);
  const stop = () => htmx.trigger("#content", "htmx:abort");

  /* What the reader has unfolded, and where they are. A link has done its work: its results are next. */
  const keep = (cause) => {
    const focused = cause?.closest("a") ?? document.activeElement;
    kept = {
      unfolded: [...listing().querySelectorAll("details[id][open]")].map((details) => details.id),
      focus: listing().contains(focused) ? focused.id : null,
      caret: focused.selectionStart ?? null,
    };
  };

  const settle = () => {
    for (const id of kept.unfolded) document.getElementById(id)?.setAttribute("open", "");
    const summary = document.getElementById("summary");
    if (kept.focus !== null) {
      const same = kept.focus && document.getElementById(kept.focus);
      const focused = same || summary || listing().firstElementChild;
      focused.focus({ preventScroll: !same });
      if (!same) focused.scrollIntoView(); // the new results begin at the top of the screen
      if (kept.caret !== null) focused.setSelectionRange?.(kept.caret, kept.caret);
    }
    say(summary?.textContent.trim() ?? ""); // an error announces itself
    for (const link of document.querySelectorAll(".languages a")) link.search = location.search;
    offerToCopy();
  };

  const offerToCopy = () => {
    const button = listing().querySelector("[data-copied]");
    if (button && navigator.clipboard) button.hidden = false;
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copied]");
    if (!button) return;
    await navigator.clipboard.writeText(location.href);
    button.dataset.label ??= button.textContent;
    button.textContent = button.dataset.copied;
    say(button.dataset.copied);
    setTimeout(() => (button.textContent = button.dataset.label), SHOWN_FOR);
  });

  /* Whoever types is left in peace until they pause: no answer takes the box away, and no half-composed character is
     asked for. Boxes with suggestions ask when they are left or a suggestion is taken. */
  const typed = (event) => {
    if (!event.target.matches?.("#listing form input:not([type=checkbox])")) return;
    stop();
    clearTimeout(waiting);
    if (event.target.id !== "id_q" || event.isComposing) return;
    waiting = setTimeout(() => event.target.form?.requestSubmit(), WAIT);
  };
  document.addEventListener("input", typed);
  document.addEventListener("compositionend", (event) => typed({ target: event.target }));

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const given = [...detail.formData].filter(([, value]) => value.trim());
    for (const name of [...detail.formData.keys()]) detail.formData.delete(name);
    for (const [name, value] of given) detail.formData.append(name, value);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    clearTimeout(waiting);
    const asked = new URL(event.detail.pathInfo.finalRequestPath, location.href);
    if (asked.href === location.href) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => keep(detail.requestConfig.elt));
  document.addEventListener("htmx:afterSwap", ({ target }) => target.id === "listing" && settle());
  document.addEventListener("htmx:responseError", ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
  document.addEventListener("htmx:sendError", () => say(said().dataset.failed));

  /* Back and forward ask anew, the last one wins. */
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
    stop();
    restoring?.abort();
    restoring = detail.xhr;
  });
  document.addEventListener("htmx:historyCacheMissLoad", () => keep(null));
  document.addEventListener("htmx:historyRestore", settle);
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());

  offerToCopy();
})();
