-- JSON in and out.
package.path = "tests/?.lua;" .. package.path
local check = require "support.check"

check.test("a text becomes a value and the same text again, keys sorted", function()
  local value = lab.json_decode('{"b": [1, 2.5, "x", true, null, [], {}], "a": {"z": -3}}')
  check.equal(value.a.z, -3)
  check.equal(value.b[2], 2.5)
  check.equal(value.b[5], lab.null)
  check.equal(lab.json_encode(value), '{"a":{"z":-3},"b":[1,2.5,"x",true,null,[],{}]}')
end)

check.test("integers stay exact and numbers read back equal", function()
  check.equal(lab.json_decode("9007199254740993"), 9007199254740993)
  for _, number in ipairs { 0.1, 1 / 3, 1e300, 5e-324, -0.0 } do
    check.equal(lab.json_decode(lab.json_encode(number)), number)
  end
  check.raises("JSON:1:%d+: too big integer", lab.json_decode, "99999999999999999999")
end)

check.test("text keeps its characters, escaped where JSON asks for it", function()
  local text = 'quote " back \\ line \n tab \t bell \a zero \0 £ 日本'
  check.equal(lab.json_decode(lab.json_encode(text)), text)
  check.equal(lab.json_encode("a\1/é"), '"a\\u0001/é"')
  check.equal(lab.json_decode('\xEF\xBB\xBF"mark"'), "mark")
end)

check.test("an indent gives one line to each element", function()
  check.equal(lab.json_encode({ a = { 1, 2 }, b = {} }, 2), '{\n  "a": [\n    1,\n    2\n  ],\n  "b": {}\n}')
end)

check.test("what is no JSON is named with line and column", function()
  check.raises("^data%.json:2:%d+: .*expected near", lab.json_decode, '{\n  "a" 1}', "data.json")
  check.raises("JSON:1:%d+: duplicate object key near '\"a\"'", lab.json_decode, '{"a": 1, "a": 2}')
  check.raises("JSON:1:", lab.json_decode, "")
  check.raises("JSON:1:1: unable to decode byte 0xff", lab.json_decode, '"\xff"')
  check.raises("end of file expected", lab.json_decode, "1 2")
  check.raises("maximum parsing depth reached", lab.json_decode, ("["):rep(100000))
end)

check.test("what JSON cannot hold is named by its place", function()
  check.raises("^rows%[2%]%.f: a function cannot be written as JSON", lab.json_encode, { rows = { {}, { f = print } } })
  check.raises("^%[1%]: JSON has no infinite number", lab.json_encode, { 1 / 0 })
  check.raises("^a: a list with a hole", lab.json_encode, { a = { 1, nil, 3 } })
  check.raises("both names and positions", lab.json_encode, { 1, a = 2 })
  check.raises("neither a text nor a position", lab.json_encode, { [1.5] = 1 })
  check.raises("not UTF%-8", lab.json_encode, "\xff")
  local loop = {}
  loop[1] = loop
  check.raises("holding themselves", lab.json_encode, loop)
end)

check.test("an empty table is an object, unless it is marked a list", function()
  check.equal(lab.json_encode({}), "{}")
  check.equal(lab.json_encode(lab.json_list {}), "[]")
  check.equal(lab.json_encode(nil), "null")
end)

check.test("a list of a length asked for has null where it has nothing", function()
  local holes = { 1, nil, 2.5 }
  check.equal(lab.json_encode(lab.json_list(holes, 4)), "[1,null,2.5,null]")
  check.equal(lab.json_encode(lab.json_list(holes, 0)), "[]")
  check.equal(getmetatable(holes), nil, "the list itself is left as it is")
end)

check.test("an object of pairs keeps their order, and leaves out what has no value", function()
  local value = lab.json_object { { "b", 1 }, { "a", lab.json_list({ 1, nil, 2.5 }, 3) }, { "gone", nil }, { "none", lab.json_list {} },
    { "rows", { lab.json_object {} } } }
  check.equal(lab.json_encode(value, { indent = 2, flat_lists = true }),
    '{\n  "b": 1,\n  "a": [1, null, 2.5],\n  "none": [],\n  "rows": [\n    {}\n  ]\n}')
  check.equal(lab.json_encode(value), '{"b":1,"a":[1,null,2.5],"none":[],"rows":[{}]}')
end)

check.test("what is no pair of an object is named by its place", function()
  check.raises("^x%[2%]: lab.json_object takes a list of pairs", lab.json_encode, { x = lab.json_object { { "a", 1 }, "b" } })
  check.raises("^%[1%]: the first of a pair is a key", lab.json_encode, lab.json_object { { 1, "a" } })
  check.raises("^a%[2%]: JSON has no infinite number", lab.json_encode, lab.json_object { { "a", { 1, 1 / 0 } } })
  check.raises('json_encode: unknown option "indnet"; did you mean "indent"', lab.json_encode, {}, { indnet = 2 })
end)

check.run()
