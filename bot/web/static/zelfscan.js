/* Comfort for the self-scan; everything works without it. */

const buttons = document.querySelector("[data-afdrukken]");
if (buttons) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = buttons.dataset.afdrukken;
  button.addEventListener("click", () => window.print());
  buttons.append(button);
}

/* Browsers that do not let a field grow with its text would print only a part of it. */
if (!CSS.supports("field-sizing", "content")) {
  const grow = (field) => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + 4}px`;
  };
  const all = () => document.querySelectorAll(".veld textarea").forEach(grow);
  document.addEventListener("input", ({ target }) => target.matches(".veld textarea") && grow(target));
  window.addEventListener("beforeprint", all);
  all();
}

const file = document.querySelector("input[data-maximum]");
file?.addEventListener("change", () => {
  const tooLarge = file.files[0]?.size > Number(file.dataset.maximum);
  file.setCustomValidity(tooLarge ? file.dataset.teGroot : "");
  file.reportValidity();
});
