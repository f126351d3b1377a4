// The search dialog: Ctrl-K or / anywhere; arrows, enter, escape. It asks the server at each key
// stroke, or, where there is none, the index that an export writes beside the pages.
import { rankEntries } from "./rank.js";

let searchDialog = null;
let searchEntries = null;

export function offerSearch() {
  document.addEventListener("keydown", function (event) {
    const typing = event.target.closest("input,textarea,select,[contenteditable]");
    const combined = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
    if (!combined && (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey)) return;
    event.preventDefault();
    openSearch();
  });
  showFoundHere();
}

function openSearch() {
  if (!searchDialog) searchDialog = makeSearchDialog();
  if (searchDialog.open) return;
  const before = document.activeElement;
  searchDialog.addEventListener("close", function () { if (before && before.focus) before.focus(); }, { once: true });
  searchDialog.showModal();
  const field = searchDialog.querySelector("input");
  field.select();
  searchFor(field.value);
}

function makeSearchDialog() {
  const made = document.createElement("dialog");
  made.className = "finder";
  made.setAttribute("aria-label", "Search");
  const field = document.createElement("input");
  Object.assign(field, { type: "search", autocomplete: "off", spellcheck: false, placeholder: "States, dyads, events, claims, speakers, documents" });
  const roles = { role: "combobox", "aria-expanded": "true", "aria-controls": "finder-list", "aria-autocomplete": "list", "aria-label": "Search" };
  Object.keys(roles).forEach(function (name) { field.setAttribute(name, roles[name]); });
  const list = document.createElement("div");
  list.id = "finder-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Results");
  const said = document.createElement("p");
  said.className = "finder-said";
  said.setAttribute("role", "status");
  made.append(field, said, list);
  document.body.append(made);
  field.addEventListener("input", function () { searchFor(field.value); });
  field.addEventListener("keydown", moveInSearch);
  made.addEventListener("click", function (event) { if (event.target === made) made.close(); });
  return made;
}

function moveInSearch(event) {
  const options = Array.from(searchDialog.querySelectorAll("[role=option]"));
  const at = options.findIndex(function (option) { return option.getAttribute("aria-selected") === "true"; });
  if (event.key === "ArrowDown") chooseOption(options, (at + 1) % options.length);
  else if (event.key === "ArrowUp") chooseOption(options, (at - 1 + options.length) % options.length);
  else if (event.key === "Enter") goToOption(options[at], event.target.value);
  else if (event.key === "Escape") searchDialog.close();
  else return;
  event.preventDefault();
}

function chooseOption(options, place) {
  const field = searchDialog.querySelector("input");
  options.forEach(function (option, number) {
    option.setAttribute("aria-selected", number === place ? "true" : "false");
    if (number === place) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }
  });
  if (!options.length) field.removeAttribute("aria-activedescendant");
}

function goToOption(option, words) {
  if (option) location.href = option.href;
  else if (words.trim()) location.href = document.body.dataset.found + "?q=" + encodeURIComponent(words);
}

let searchNumber = 0;
function searchFor(words) {
  const number = ++searchNumber;
  if (!words.trim()) return showGroups([], "Two names find a dyad, three a triangle.");
  if (document.body.dataset.live === "no") {
    return loadEntries().then(function (entries) {
      if (number === searchNumber) showGroups(rankEntries(entries, words, 5), "");
    });
  }
  return setTimeout(function () { if (number === searchNumber) askSearch(words, number); }, 40);
}

function askSearch(words, number) {
  fetch("/search.json?q=" + encodeURIComponent(words)).then(function (answer) {
    return answer.json().then(function (found) {
      if (number !== searchNumber) return;
      if (answer.status === 202) {
        showGroups([], "The index is being made" + (found.seconds >= 2 ? ", " + Math.round(found.seconds) + " seconds so far" : "") + ".");
        setTimeout(function () { if (number === searchNumber) askSearch(words, number); }, 400);
      } else showGroups(found.groups, "");
    });
  }).catch(function () { showGroups([], "The server does not answer."); });
}

function showGroups(groups, said) {
  const list = searchDialog.querySelector("#finder-list");
  list.replaceChildren();
  groups.forEach(function (group, place) { list.append(groupOf(group, place)); });
  const options = Array.from(list.querySelectorAll("[role=option]"));
  const total = groups.reduce(function (sum, group) { return sum + group.of; }, 0);
  searchDialog.querySelector(".finder-said").textContent = said || (total ? total + (total === 1 ? " result" : " results") : "Nothing found: all words must be found together.");
  chooseOption(options, 0);
}

function groupOf(group, place) {
  const box = document.createElement("div");
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", "finder-" + place);
  const head = document.createElement("div");
  head.id = "finder-" + place;
  head.className = "finder-kind";
  head.textContent = group.name + " " + group.of;
  box.append(head);
  group.rows.forEach(function (row, number) {
    const option = document.createElement("a");
    option.id = "finder-" + place + "-" + number;
    option.href = row.href;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const detail = document.createElement("span");
    detail.className = "by";
    detail.textContent = row.detail;
    option.append(row.label, " ", detail);
    box.append(option);
  });
  return box;
}

function loadEntries() {
  if (!searchEntries) {
    searchEntries = new Promise(function (done, failed) {
      const code = document.createElement("script");
      code.src = document.body.dataset.find;
      code.onload = function () { done(window.multipoleFind.map(fromHere)); };
      code.onerror = failed;
      document.head.append(code);
    });
  }
  return searchEntries;
}

// The index names pages from the folder of the export; a page may stand deeper in it.
function fromHere(entry) {
  const folder = document.body.dataset.find.replace("static/search-index.js", "");
  return Object.assign({}, entry, { href: folder + entry.href });
}

// The search page of an export has no server to fill it: its results are put in here.
function showFoundHere() {
  const place = document.getElementById("found-here");
  const words = new URLSearchParams(location.search).get("q");
  if (!place || !words || document.body.dataset.live !== "no") return;
  document.getElementById("seek").value = words;
  loadEntries().then(function (entries) {
    place.replaceChildren();
    rankEntries(entries, words, 40).forEach(function (group) {
      const head = document.createElement("h2");
      head.textContent = group.name + " " + group.of;
      const list = document.createElement("ul");
      list.className = "plain hits";
      group.rows.forEach(function (row) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const detail = document.createElement("span");
        link.href = row.href;
        link.textContent = row.label;
        detail.className = "by";
        detail.textContent = row.detail;
        item.append(link, " ", detail);
        list.append(item);
      });
      place.append(head, list);
    });
    if (!place.childNodes.length) place.textContent = "Nothing found: all words must be found together.";
  });
}
