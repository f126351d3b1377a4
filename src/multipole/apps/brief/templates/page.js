"use strict";
(function () {
  var card = document.getElementById("card");
  var folds = document.querySelectorAll("details.fold");
  folds.forEach(function (d) { d.open = false; });

  function marksOf(id) {
    return document.querySelectorAll('mark[data-claims~="' + id + '"]');
  }
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var place = id && document.getElementById(id);
    document.querySelectorAll(".hit").forEach(function (n) { n.classList.remove("hit"); });
    if (!place) return;
    for (var up = place; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    if (id.slice(0, 2) === "c-") {
      marksOf(id.slice(2)).forEach(function (n) { n.classList.add("hit"); });
      var chip = document.getElementById("k-" + id.slice(2));
      if (chip) chip.classList.add("hit");
    }
    var within = place.querySelector(":scope > details.fold");
    if (within) within.open = true;
    place.scrollIntoView({ block: id.slice(0, 2) === "c-" ? "center" : "start" });
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", function (e) {
    var a = e.target.closest('a[href^="#"]');
    if (a && a.getAttribute("href") === location.hash) setTimeout(reveal, 0);
  });
  if (location.hash) reveal();

  function filled(id) {
    card.textContent = "";
    if (id.slice(0, 2) === "c-") {
      var marks = marksOf(id.slice(2)), chip = document.getElementById("k-" + id.slice(2));
      if (!marks.length || !chip) return false;
      var said = document.createElement("div"), q = document.createElement("q");
      said.className = "quote";
      q.textContent = Array.prototype.map.call(marks, function (n) { return n.textContent; }).join("");
      var by = document.createElement("p");
      by.className = "by";
      by.textContent = chip.closest(".document").querySelector("summary").textContent.trim();
      said.append(q);
      card.append(said, by);
      chip.childNodes.forEach(function (n) {
        if (n.nodeName !== "DETAILS" && n.nodeName !== "BUTTON") card.append(n.cloneNode(true));
      });
      return true;
    }
    var row = id.slice(0, 2) === "e-" && document.getElementById(id);
    if (!row) return false;
    row.childNodes.forEach(function (n) { card.append(n.cloneNode(true)); });
    return true;
  }
  function show(a) {
    var id = (a.getAttribute("href") || "").slice(1);
    if (a.closest(".chip") || !filled(id)) return hide();
    var title = a.querySelector("title");
    if (title) title.remove();
    card.querySelectorAll("[id]").forEach(function (n) { n.removeAttribute("id"); });
    card.hidden = false;
    var at = a.getBoundingClientRect(), own = card.getBoundingClientRect();
    var left = Math.min(Math.max(8, at.left), innerWidth - own.width - 8);
    var below = at.bottom + 8 + own.height < innerHeight;
    card.style.left = left + "px";
    card.style.top = (below ? at.bottom + 8 : Math.max(8, at.top - own.height - 8)) + "px";
  }
  function hide() { card.hidden = true; }
  function linked(e) {
    return e.target.closest && e.target.closest('a[href^="#c-"],a[href^="#e-"]');
  }
  ["mouseover", "focusin"].forEach(function (kind) {
    document.addEventListener(kind, function (e) {
      var a = linked(e);
      if (a) show(a);
    });
  });
  ["mouseout", "focusout", "scroll", "click"].forEach(function (kind) {
    document.addEventListener(kind, hide, true);
  });
  addEventListener("keydown", function (e) { if (e.key === "Escape") hide(); });

  document.querySelectorAll(".cite").forEach(function (d) {
    var b = document.createElement("button");
    b.type = "button";
    b.className = "copy";
    b.textContent = "copy citation";
    b.addEventListener("click", function () {
      var text = Array.prototype.map.call(d.querySelectorAll(".citation"), function (p) {
        return p.textContent;
      }).join("\n");
      copy(text, d).then(function (done) {
        b.textContent = done ? "copied" : "select it below";
      });
    });
    d.before(b);
  });
  function copy(text, d) {
    if (navigator.clipboard && isSecureContext) {
      return navigator.clipboard.writeText(text).then(yes, function () { return select(d); });
    }
    return Promise.resolve(select(d));
  }
  function yes() { return true; }
  function select(d) {
    d.open = true;
    getSelection().selectAllChildren(d.querySelector(".citation"));
    try { return document.execCommand("copy"); } catch (e) { return false; }
  }

  var closed = [];
  addEventListener("beforeprint", function () {
    closed = Array.prototype.filter.call(folds, function (d) {
      return !d.open && !d.classList.contains("document");
    });
    closed.forEach(function (d) { d.open = true; });
  });
  addEventListener("afterprint", function () {
    closed.forEach(function (d) { d.open = false; });
  });
})();
