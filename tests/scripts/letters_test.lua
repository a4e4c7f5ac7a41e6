-- Texts on their way out: how wide they are, and what is taken from them before they go.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local escape = require "lib.base.escape"
local suggest = require "lib.base.suggest"
local width = require "lib.base.width"

check.test("combining marks take no column and East Asian letters two", function()
  check.equal(width.of("e\u{301}"), 1)
  check.equal(width.of("警察"), 4)
  check.equal(width.of("👮"), 2)
  check.equal(width.of("\xff\xfe"), 2)
  check.equal(width.of("a\tb\27"), 4)
  check.equal(width.of("\u{1F9FF}\u{E0080}"), 3) -- of an emoji and of what is no character yet
  check.equal(width.pad("警", 4, "right"), "  警")
end)

check.test("lines break at blanks, and words longer than a line are cut", function()
  check.equal(width.wrap("one two  three", 7), { "one two", "three" })
  check.equal(width.wrap("abcdefghij kl", 4), { "abcd", "efgh", "ij", "kl" })
  check.equal(width.wrap("警察警察", 5), { "警察", "警察" })
  check.equal(width.wrap("", 5), { "" })
end)

check.test("nothing in a text can drive a terminal", function()
  check.equal(escape.line("a\27[31mb\r\nc\0\u{85}\u{202e}x"), "a␛[31mb c␀��x")
  check.equal(escape.line("Żółć 警"), "Żółć 警")
end)

check.test("markup in a text stays text in html", function()
  check.equal(escape.html([[<a href="x">'&'</a>]]), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;")
end)

-- text, what Markdown is given
local markdown = {
  { "a | b", "a \\| b" }, { "*x* _y_ `z`", "\\*x\\* \\_y\\_ \\`z\\`" }, { "[a](b)", "[a\\](b)" }, { "[c]", "[c]" }, { "- item", "\\- item" },
  { "1. item", "1\\. item" }, { "41.2", "41.2" }, { "# title", "\\# title" }, { "<b>", "\\<b\\>" }, { "&amp; R&D", "\\&amp; R&D" },
  { "![x](y)", "\\![x\\](y)" }, { "a - b", "a - b" }, { "[a]: http://x", "[a\\]: <http://x>" },
}

check.test("markup in a text stays text in markdown, and plain text stays readable", function()
  for _, case in ipairs(markdown) do check.equal(escape.markdown(case[1]), case[2]) end
end)

check.test("texts that a spreadsheet would run are guarded and numbers are not", function()
  check.equal(escape.csv("=1+2"), "'=1+2")
  check.equal(escape.csv("@SUM(A1)"), "'@SUM(A1)")
  check.equal(escape.csv("-5", false), "-5")
  check.equal(escape.csv('say "x", y'), '"say ""x"", y"')
  check.equal(escape.csv("=a,b"), "\"'=a,b\"")
end)

check.test("only web addresses become links", function()
  check.equal(escape.url("https://www.gov.uk/x?a=1&b=2"), "https://www.gov.uk/x?a=1&b=2")
  for _, bad in ipairs { "javascript:alert(1)", "http://a b", "https://x\"y", "data:text/html,x", "//x.org", "" } do
    check.equal(escape.url(bad), nil, bad)
  end
end)

check.test("a misspelt name is answered with the nearest, or with all there are", function()
  check.equal(suggest.nearest("tilte", { "title", "lead" }), "title")
  check.equal(suggest.nearest("xyz", { "title", "lead" }), nil)
  check.equal(suggest.among("peopl", { "people", "peoples", "n" }, "it takes"),
    '; did you mean "people" or "peoples"? (it takes people, peoples, n)')
  check.equal(suggest.among("xyz", { "title", "lead" }, "it takes"), "; it takes title, lead")
end)

check.test("a text behind a prefix hangs below itself, or stands on lines of its own where little room is left", function()
  local width = require "lib.base.width"
  local text = ("word "):rep(12):sub(1, -2)
  check.equal(width.hang("  1  ", text, nil), "  1  " .. text)
  check.equal(width.hang("  1  ", text, 64), "  1  " .. text)
  check.equal(width.hang("  1  ", text, 50), "  1  " .. ("word "):rep(9):sub(1, -2) .. "\n     word word word")
  local long = ("x"):rep(30) .. "  "
  check.equal(width.hang(long, text, 60), long .. "\n           " .. ("word "):rep(9) .. "word\n           word word" )
  for line in width.hang(long, text, 60):gmatch("[^\n]+") do check.truthy(width.of(line) <= 60, line) end
end)

check.run()
