// Parts that were not ready when the page went out: ask again until they are there.
export function fetchParts(arrived) {
  document.querySelectorAll("[data-part]").forEach(function (place) { ask(place, 250); });

  function ask(place, pause) {
    fetch(place.dataset.part, { headers: { accept: "text/html" } }).then(function (answer) {
      if (answer.status === 202) {
        return answer.json().then(function (words) {
          const since = place.querySelector(".since");
          if (since && words.seconds >= 2) since.textContent = ", " + Math.round(words.seconds) + " seconds so far";
          setTimeout(ask, pause, place, Math.min(pause * 1.4, 2000));
        });
      }
      return answer.text().then(function (html) { put(place, html, answer.ok); });
    }).catch(function () { say(place, "The server does not answer. Load the page again."); });
  }

  function put(place, html, good) {
    if (!good) return say(place, "This part cannot be shown. Load the page again.");
    const parsed = new DOMParser().parseFromString(html, "text/html");
    const fresh = document.importNode(parsed.body.firstElementChild, true);
    place.replaceWith(fresh);
    document.getElementById("told").textContent = fresh.querySelector("h2") ? fresh.querySelector("h2").textContent + " is there." : "";
    arrived(fresh);
    if (location.hash === "#" + fresh.id) fresh.scrollIntoView();
  }

  function say(place, words) {
    place.removeAttribute("aria-busy");
    place.querySelector(".working").textContent = words;
  }
}
