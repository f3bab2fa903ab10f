// Give the search fields of select2, which have no name, that of the field that they belong to.
(() => {
  const nameOf = (select) => document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:?\s*$/, "") ?? "";

  function label(container) {
    const select = container.previousElementSibling?.closest("select");
    if (!select) return;
    for (const field of container.querySelectorAll(".select2-search__field, [role=combobox], [role=textbox]")) {
      field.setAttribute("aria-label", nameOf(select));
      field.removeAttribute("aria-labelledby");
    }
    for (const list of container.querySelectorAll("ul.select2-selection__rendered")) {
      list.setAttribute("role", "presentation");
      for (const item of list.children) item.setAttribute("role", "presentation");
    }
  }

  function labelOpen() {
    const open = document.querySelector(".select2-container--open.select2-container--below, .select2-container--open");
    const select = open?.previousElementSibling?.closest("select");
    if (select) document.querySelector(".select2-dropdown .select2-search__field")?.setAttribute("aria-label", nameOf(select));
  }

  const labelAll = () => {
    for (const container of document.querySelectorAll("select + .select2-container")) label(container);
    labelOpen();
  };
  document.addEventListener("DOMContentLoaded", () => {
    labelAll();
    new MutationObserver(labelAll).observe(document.body, { childList: true, subtree: true });
  });
})();
