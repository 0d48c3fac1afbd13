"use strict";
// The headings of a list sort it: up, then down, then not. Where a row is a card, a choice does.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const headings = [...document.getElementById("rows").tHead.rows[0].cells];
  const choice = document.querySelector(".sorting select");

  choice.add(new Option("–", ""));
  headings.forEach(function (heading) {
    const title = heading.textContent.trim();
    const button = OVS.element("button", title, { type: "button", class: "sort" });
    const up = heading.dataset.name;
    const down = `-${up}`;
    heading.replaceChildren(button);
    choice.add(new Option(`${title} ↑`, up));
    choice.add(new Option(`${title} ↓`, down));
    button.addEventListener("click", function () {
      const { sort } = OVS.list.params();
      OVS.list.change({ sort: sort === up ? down : sort === down ? "" : up }, "chosen");
    });
    document.addEventListener("ovs:shown", function () {
      const { sort } = OVS.list.params();
      if (sort === up || sort === down) heading.setAttribute("aria-sort", sort === up ? "ascending" : "descending");
      else heading.removeAttribute("aria-sort");
    });
  });
  choice.parentElement.hidden = false;
  choice.addEventListener("change", () => OVS.list.change({ sort: choice.value }, "chosen"));
  document.addEventListener("ovs:shown", () => (choice.value = OVS.list.params().sort || ""));
  OVS.list.show();
})();
