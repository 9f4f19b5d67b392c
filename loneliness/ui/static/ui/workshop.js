// The suggestion fields of Django's administration have the role of a text box and no name:
// give each the name of the field it stands for, also in rows that are added later.
function nameFields() {
  for (const box of document.querySelectorAll(".select2-selection__rendered:not([aria-label])")) {
    const field = box.closest(".select2-container").previousElementSibling;
    box.setAttribute("aria-label", field?.getAttribute("aria-label") ?? "Choose");
  }
}

new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
nameFields();
