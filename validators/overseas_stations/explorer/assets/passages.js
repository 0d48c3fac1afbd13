"use strict";
// Passages found in a text by their fingerprints, as `overseas` finds them: the same normal form, the same places, the
// same verdicts. Nothing here knows of a page.
(function () {
  const OVS = (self.OVS = self.OVS || {});
  const INVISIBLE = /\u00ad|\u200b|\u200c|\u200d|\u2060|\ufeff/g;
  const SINGLE_QUOTES = /[\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u2035\u02bc\u00b4\u1ffd]/g;
  const DOUBLE_QUOTES = /[\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u2036\u301d\u301e\u301f]/g;
  const DASHES = /[\u2010\u2011\u2012\u2013\u2014\u2015\u2212]/g;
  // What Python takes for blanks; `\s` has one character more and five fewer.
  const BLANKS = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\u{20000}-\u{3ffff}]/u;
  const ALPHANUMERIC = /[\p{L}\p{N}]/u;
  // So many hashes are taken at once, and for one text.
  const BATCH = 256;
  const MAX_HASHES = 2000000;

  function folded(text) {
    return text.replace(INVISIBLE, "").replace(SINGLE_QUOTES, "'").replace(DOUBLE_QUOTES, '"').replace(DASHES, "-");
  }

  // A text as passages are compared: NFKC, plain quotes and dashes, single spaces, nothing invisible.
  OVS.normalForm = function (text) {
    // Folded before NFKC, because a dropped character may have kept a letter and its accent apart, and after it,
    // because NFKC takes some signs apart into quotes and dashes.
    return folded(folded(text).normalize("NFKC")).split(BLANKS).filter(Boolean).join(" ");
  };

  // A text in which passages are looked for. Lengths and offsets are code points, as in Python.
  OVS.Text = class {
    constructor(raw) {
      this.characters = [...OVS.normalForm(raw)];
      this.bytes = new TextEncoder().encode(this.characters.join(""));
      this.offsets = new Uint32Array(this.characters.length + 1);
      this.characters.forEach((each, index) => (this.offsets[index + 1] = this.offsets[index] + width(each)));
      this.starts = this.characters.flatMap((_, index) => (this.isWordStart(index) ? [index] : []));
      this.left = MAX_HASHES;
      this.shift = 0;
    }

    // A character, not a space, that follows no letter or digit; of a script without blanks every one and the next.
    isWordStart(index) {
      const [before, here] = [this.characters[index - 1], this.characters[index]];
      if (here === " " || here === undefined) return false;
      return before === undefined || !ALPHANUMERIC.test(before) || UNSPACED.test(here) || UNSPACED.test(before);
    }

    // Look for a passage by its digest, its length, and the place where it stood; verdict and place are promised.
    async verify(sha256, length, hint) {
      const last = this.characters.length - length;
      const known = Number.isInteger(hint);
      if (length < 1) return { verdict: "absent", start: null };
      if (known && hint <= last && (await this.firstMatch(sha256, length, [hint])) === hint) {
        return { verdict: "exact", start: hint };
      }
      const places = this.starts.filter((start) => start <= last);
      if (places.length > this.left) return { verdict: "not_checked", start: null };
      const expected = known ? hint + this.shift : 0;
      places.sort((a, b) => Math.abs(a - expected) - Math.abs(b - expected));
      const found = await this.firstMatch(sha256, length, places);
      if (found < 0) return { verdict: "absent", start: null };
      const same = places.filter((place) => this.equal(place, found, length)).sort((a, b) => a - b);
      if (same.length > 1) return { verdict: "ambiguous", start: same[0] };
      if (!known) return { verdict: "exact", start: found };
      // How far one passage moved says where to look for the next.
      this.shift = found - hint;
      return { verdict: "moved", start: found };
    }

    equal(one, other, length) {
      for (let index = 0; index < length; index++) {
        if (this.characters[one + index] !== this.characters[other + index]) return false;
      }
      return true;
    }

    async firstMatch(sha256, length, places) {
      for (let at = 0; at < places.length; at += BATCH) {
        const some = places.slice(at, at + BATCH);
        this.left -= some.length;
        const digests = await Promise.all(some.map((place) => this.digest(place, length)));
        const index = digests.indexOf(sha256);
        if (index >= 0) return some[index];
      }
      return -1;
    }

    async digest(start, length) {
      const bytes = this.bytes.subarray(this.offsets[start], this.offsets[start + length]);
      return hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    }
  };

  // Bytes of a character in UTF-8; of half a one, those of what an encoder puts in its place.
  function width(character) {
    const code = character.codePointAt(0);
    return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }

  function hexadecimal(bytes) {
    let text = "";
    for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
    return text;
  }
})();
