// The slider of the system's year: its number follows at once, the page when it is let go.
export function slideSystem(root) {
  root.querySelectorAll("form[data-sys]").forEach(function (form) {
    const slider = form.querySelector("input[type=range]");
    slider.addEventListener("input", function () {
      form.querySelector("[data-sys-year]").textContent = slider.value;
    });
    slider.addEventListener("change", function () { form.requestSubmit(); });
  });
}
