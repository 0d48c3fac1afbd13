"use strict";
// The grammar of addresses, which all lists, the map and the search share, and the history of what was chosen.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const PAUSE = 150;
  let typing = false;
  let pending = 0;
  let current = location.search;

  // Parameters that hold one text; all others hold values parted by commas.
  const PLAIN = (OVS.PLAIN = ["q", "from", "to", "at", "mode", "sort", "view"]);

  // The parameters of an address: name -> text, or a list of values. Empty ones are left out.
  OVS.readParams = function (search) {
    // Without a prototype: an address may name anything.
    const params = Object.create(null);
    for (const [name, value] of new URLSearchParams(search)) {
      if (PLAIN.includes(name)) {
        if (value.trim()) params[name] = value.trim();
      } else {
        const values = [...(params[name] || []), ...value.split(",")].filter(Boolean);
        if (values.length) params[name] = [...new Set(values)];
      }
    }
    return params;
  };

  // The same as the end of an address. The same choice always gives the same one, and commas stay readable.
  OVS.writeParams = function (params) {
    const listed = Object.keys(params).filter((name) => !PLAIN.includes(name)).sort();
    const parts = [];
    for (const name of [PLAIN[0], ...listed, ...PLAIN.slice(1)]) {
      const value = listed.includes(name) ? [...params[name]].sort().join(",") : params[name];
      if (value) parts.push(`${encoded(name)}=${encoded(value)}`);
    }
    return parts.length ? `?${parts.join("&")}` : "";
  };

  // As browsers write it, who encode an apostrophe as well; but for commas.
  function encoded(text) {
    return encodeURIComponent(text).replaceAll("'", "%27").replaceAll("%2C", ",");
  }

  function write(params, push) {
    clearTimeout(pending);
    const search = OVS.writeParams(params);
    if (search === location.search) return;
    try {
      history[push ? "pushState" : "replaceState"](null, "", location.pathname + search + location.hash);
    } catch {
      // A browser may refuse more than so many changes in a while; the next one is written.
    }
    current = location.search;
  }

  OVS.address = {
    // While somebody types or draws: one entry of the history for all of it, written when they pause.
    going: function (params) {
      clearTimeout(pending);
      if (typing) pending = setTimeout(write, PAUSE, params, false);
      else write(params, true);
      typing = true;
    },
    // A choice: an entry of its own, or the end of what was typed.
    chosen: function (params) {
      write(params, !typing);
      typing = false;
    },
    // Call back when Back or Forward changes the address; not for another place on the same page.
    follow: function (callback) {
      addEventListener("popstate", function () {
        if (location.search === current) return;
        current = location.search;
        clearTimeout(pending);
        typing = false;
        callback();
      });
    },
  };
})();
