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
  window.django?.jQuery?.(() => pass(document.activeElement)); // after the boxes were made
})();
