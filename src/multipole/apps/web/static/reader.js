// The document reader: all words of the claim in the address are lit; marks lead to their notes.
export function readMarks(root) {
  const reader = root.querySelector(".reader");
  if (!reader) return;
  light();
  addEventListener("hashchange", light);
  reader.addEventListener("click", follow);
  reader.querySelectorAll(".toggles input").forEach(function (box) {
    box.addEventListener("change", remember);
  });

  function light() {
    const id = claimOf(location.hash);
    reader.querySelectorAll(".hit").forEach(function (node) { node.classList.remove("hit"); });
    if (!id) return;
    const lit = reader.querySelectorAll('mark[data-claims~="' + id + '"],[data-claim="' + id + '"]');
    lit.forEach(function (node) { node.classList.add("hit"); });
    if (!lit.length) elsewhere(id);
  }

  // The claim stands on another page of a long document: the server knows on which.
  function elsewhere(id) {
    const here = new URL(location.href);
    if (document.body.dataset.live !== "yes" || here.searchParams.get("claim") === id) return;
    here.searchParams.delete("from");
    here.searchParams.set("claim", id);
    location.replace(here);
  }

  function follow(event) {
    const mark = event.target.closest("mark[data-claims]");
    if (!mark || event.target.closest("a") || String(getSelection())) return;
    const claims = mark.dataset.claims.split(" ");
    const next = claims[(claims.indexOf(claimOf(location.hash)) + 1) % claims.length];
    location.hash = "k-" + next;
  }

  function remember() {
    const here = new URL(location.href);
    const hidden = Array.from(reader.querySelectorAll(".toggles input:not(:checked)"), function (box) { return box.name; });
    if (hidden.length) here.searchParams.set("hide", hidden.join(","));
    else here.searchParams.delete("hide");
    history.replaceState(null, "", here);
  }
}

function claimOf(hash) {
  const found = /^#[ck]-([0-9a-f]+)$/.exec(hash);
  return found ? found[1] : "";
}

// Whoever judges gives their name once; it stays in this browser.
export function keepName(root) {
  root.querySelectorAll("input.by-whom").forEach(function (field) {
    try {
      field.value = field.value || localStorage.getItem("judge") || "";
      field.addEventListener("change", function () { localStorage.setItem("judge", field.value); });
    } catch (e) { /* a closed storage forgets */ }
  });
}
