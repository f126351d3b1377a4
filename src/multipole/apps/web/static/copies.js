// Buttons that copy a citation or a link: <button data-copy="text"> or data-copy-of="element id".
export function offerCopies(root) {
  root.querySelectorAll("button[data-copy],button[data-copy-of]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      const from = button.dataset.copyOf && document.getElementById(button.dataset.copyOf);
      const words = (from ? from.textContent : button.dataset.copy).trim().replace("{here}", location.href);
      copied(words).then(function (done) {
        document.getElementById("told").textContent = done ? "Copied." : "Could not copy.";
        button.textContent = done ? "Copied" : "Could not copy";
      });
    });
  });
}

function copied(words) {
  if (navigator.clipboard && isSecureContext) {
    return navigator.clipboard.writeText(words).then(function () { return true; }, function () { return byHand(words); });
  }
  return Promise.resolve(byHand(words));
}

function byHand(words) {
  const area = document.createElement("textarea");
  area.value = words;
  area.className = "vh";
  document.body.append(area);
  area.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch (e) { done = false; }
  area.remove();
  return done;
}
