/* Keys for those who enter many records. Without this script the same buttons are reached with Tab. */
(() => {
  "use strict";
  const KEYS = { s: "[name=_save]", Enter: "[name=_submit]" };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.repeat) return;
    const button = KEYS[event.key] && document.querySelector(KEYS[event.key]);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  /* A box that is chosen from by typing hides the list that has the focus: the visible one takes it. */
  const pass = (focused) =>
    focused?.matches("select") && focused.nextElementSibling?.querySelector(".select2-selection")?.focus();
  document.addEventListener("focusin", (event) => pass(event.target));

  /* Such a box says what is chosen, and not of what: it takes the name of the list it stands for. */
  const name = () => {
    for (const box of document.querySelectorAll(".select2-selection[aria-labelledby]")) {
      const list = box.closest(".select2-container").previousElementSibling;
      const label = list?.labels?.[0];
      if (!label || label.id) continue;
      label.id = `${list.id}-label`;
      const chosen = box.querySelector(".select2-selection__rendered");
      chosen.setAttribute("aria-labelledby", label.id);
      box.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    }
  };
  window.django?.jQuery?.(() => {
    // after the boxes were made
    name();
    pass(document.activeElement);
  });
  document.addEventListener("formset:added", name);
})();
