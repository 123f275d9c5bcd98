/* Suggestions while a name is typed: the combobox of the ARIA Authoring Practices. Without this script the same
   boxes take the name as well, and the page answers with what it may mean. */
(() => {
  "use strict";
  const WAIT = 150;
  let open = null;

  const close = () => {
    if (!open) return;
    open.stop.abort();
    open.list.remove();
    open.box.setAttribute("aria-expanded", "false");
    open.box.removeAttribute("aria-activedescendant");
    open.box.removeAttribute("aria-controls");
    open = null;
  };

  const say = (box, text) => {
    let status = document.getElementById(`${box.id}-said`);
    if (!status) {
      status = document.createElement("span");
      status.id = `${box.id}-said`;
      status.className = "visually-hidden";
      status.setAttribute("role", "status");
      box.after(status);
    }
    status.textContent = text;
  };

  /* The box shows the name; a hidden field beside it holds the ref that is sent. */
  const choose = (option) => {
    const box = open.box;
    let sent = box.chosen;
    if (!sent) {
      sent = document.createElement("input");
      sent.type = "hidden";
      box.chosen = sent;
      box.after(sent);
    }
    sent.name = box.name || sent.name;
    sent.value = option.dataset.value;
    box.removeAttribute("name");
    box.value = option.dataset.name;
    close();
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const forget = (box) => {
    if (!box.chosen) return;
    box.name = box.chosen.name;
    box.chosen.remove();
    box.chosen = null;
  };

  const activate = (option) => {
    open.list.querySelectorAll("[aria-selected=true]").forEach((other) => other.setAttribute("aria-selected", "false"));
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    open.box.setAttribute("aria-activedescendant", option.id);
  };

  const show = (box, results) => {
    open.list.replaceChildren(
      ...results.map((result, index) => {
        const option = document.createElement("li");
        option.id = `${box.id}-option-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.value = result.value;
        option.dataset.name = result.name;
        const where = document.createElement("span");
        where.className = "quiet";
        where.textContent = result.where;
        option.append(result.name, " ", where);
        return option;
      }),
    );
    open.list.hidden = !results.length;
    box.setAttribute("aria-expanded", String(results.length > 0));
    say(box, results.length ? box.dataset.found.replace("{n}", results.length) : box.dataset.none);
  };

  const ask = async (box) => {
    const text = box.value.trim();
    close();
    if (text.length < 2) return say(box, "");
    const list = document.createElement("ul");
    list.id = `${box.id}-suggested`;
    list.className = "suggested";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.labels[0].textContent);
    const stop = new AbortController();
    open = { box, list, stop };
    box.after(list);
    box.setAttribute("aria-controls", list.id);
    const asked = open;
    try {
      const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: stop.signal });
      if (response.ok && open === asked) show(box, (await response.json()).results);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const boxOf = (event) => (event.target instanceof Element ? event.target.closest("input[data-suggest]") : null);

  document.addEventListener("focusin", (event) => {
    const box = boxOf(event);
    if (!box || box.role === "combobox") return;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-expanded", "false");
    box.setAttribute("autocomplete", "off");
  });

  document.addEventListener("input", (event) => {
    const box = boxOf(event);
    if (!box) return;
    forget(box);
    clearTimeout(box.waiting);
    box.waiting = setTimeout(() => ask(box), WAIT);
  });

  document.addEventListener("keydown", (event) => {
    if (!open || event.target !== open.box || open.list.hidden) return;
    const options = [...open.list.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(options[at < 0 && step < 0 ? options.length - 1 : (at + step + options.length) % options.length]);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });

  document.addEventListener("mousedown", (event) => {
    const option = event.target instanceof Element ? event.target.closest(".suggested [role=option]") : null;
    if (option) {
      event.preventDefault();
      choose(option);
    }
  });

  document.addEventListener("focusout", (event) => {
    if (open && event.target === open.box) close();
  });
})();
