/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys, for those who like them: "/" to the search field, j and k through the hits. Everything works without this file. */
"use strict";
(function () {
  var bar = document.getElementById("tasten");
  var on = true;
  try {
    on = localStorage.getItem("tasten") !== "aus";
  } catch (e) { /* no storage: on */ }

  function links() {
    return Array.prototype.slice.call(document.querySelectorAll(".hits h2 a"));
  }

  function move(by) {
    var all = links(), at = all.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    if (all[next])
      all[next].focus();
  }

  function show() {
    var button = document.createElement("button");
    bar.textContent = on ? bar.dataset.keys + " " : "";
    button.type = "button";
    button.textContent = on ? bar.dataset.on : bar.dataset.off;
    button.addEventListener("click", function () {
      on = !on;
      try {
        localStorage.setItem("tasten", on ? "an" : "aus");
      } catch (e) { /* for this page only */ }
      show();
      bar.querySelector("button").focus();
    });
    bar.appendChild(button);
    bar.hidden = false;
  }

  document.addEventListener("keydown", function (event) {
    var target = event.target, field;
    if (!on || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented)
      return;
    if (target.matches && target.matches("input:not([type=checkbox]), textarea, select"))
      return;
    if (event.key === "/") {
      field = document.querySelector("input[type=search]");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    }
  });

  if (bar)
    show();
}());
