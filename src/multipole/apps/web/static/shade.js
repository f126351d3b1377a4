// Light or dark: as the system says, or as the reader chose last.
export function offerShade(changed) {
  const button = document.getElementById("shade");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = remembered();
  show();
  button.hidden = false;
  button.addEventListener("click", function () {
    chosen = dark() ? "light" : "dark";
    try { localStorage.setItem("shade", chosen); } catch (e) { /* a closed storage forgets */ }
    show();
    changed();
  });
  system.addEventListener("change", function () { show(); changed(); });

  function dark() { return chosen ? chosen === "dark" : system.matches; }
  function show() {
    if (chosen) document.documentElement.dataset.shade = chosen;
    button.textContent = dark() ? "Light" : "Dark";
    button.setAttribute("aria-label", dark() ? "Show in light colours" : "Show in dark colours");
  }
}

function remembered() {
  try { return localStorage.getItem("shade"); } catch (e) { return null; }
}
