-- slavelab new: each kind writes a start that is whole; the exercise has every English force and no answer beside its name.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local check_all = require("lib.foi.check").all
local folder = require "lib.foi.folder"
local foi = require "lib.new.kinds.foi"

local root = check.folder()

local function written(name, options)
  local dir = root .. "/" .. name
  os.execute("mkdir '" .. dir .. "'")
  for _, file in ipairs(foi.files(dir, options)) do lab.write_file(dir .. "/" .. file[1], file[2]) end
  return dir
end

check.test("the files of an exercise pass their own checks", function()
  local exercise = check_all(folder.read(written("plain", {})), "2024-12-02")
  check.equal(exercise.findings:text(), "")
  check.equal(#exercise.answers, 0)
  check.equal(exercise.weights, { "population" })
end)

check.test("every English force stands in bodies and requests once, with its population", function()
  local exercise = folder.read(written("forces", { sent = "2024-10-01" }))
  local forces = lab.package("data").forces:filter("kind == 'territorial' and country == 'England'")
  check.equal({ #exercise.bodies, #exercise.requests }, { #forces, #forces })
  local there = {}
  for _, body in ipairs(exercise.bodies) do there[body.body] = body.population end
  for row in forces:rows() do check.truthy(there[row.force], row.force) end
  for _, request in ipairs(exercise.requests) do
    check.equal({ request.sent, request.received, request.answered, request.outcome }, { "2024-10-01" })
  end
end)

check.test("the letter says the day on which an answer is due, and none where it is not known", function()
  local function letter(options)
    for _, file in ipairs(foi.files("x", options)) do
      if file[1] == "letter.txt" then return file[2] end
    end
  end
  check.contains(letter { sent = "2024-10-01" }, "that is 29 October 2024")
  for _, options in ipairs { {}, { sent = "2090-01-02" } } do
    check.contains(letter(options), "the twentieth working day")
    check.equal(letter(options):find("that is", 1, true), nil)
  end
end)

check.run()
