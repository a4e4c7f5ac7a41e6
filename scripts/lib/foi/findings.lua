-- findings.lua - what the checks of an exercise find: a number, a file and line, a sentence. Errors stop, warnings print.
--
--     requests.csv:14: error 6: "Force 12": answered on 2018-11-01, before received on 2018-11-12

local words = require "lib.base.words"

local Findings = {}
Findings.__index = Findings

local findings = {}

-- What each check is about, by the number that is printed. A number is never given to another check.
findings.checks = {
  [1] = "the four files and their columns", [2] = "cells of the wrong type", [3] = "a body that is not in bodies.csv",
  [4] = "a body or question twice", [5] = "an answer without a request", [6] = "dates in the wrong order",
  [7] = "dates after the day of the report", [8] = "outcomes and dates that contradict each other", [9] = "outcome full without an answer",
  [10] = "a question that is not in questions.csv", [11] = "values outside what the question allows", [12] = "unknown exemptions",
  [13] = "a period of another kind than asked", [14] = "a unit other than asked", [15] = "a question answered twice",
  [16] = "coders who disagree", [17] = "a column that is not read", [18] = "a body that was not asked",
}

function findings.new() return setmetatable({ list = {}, errors = 0, warnings = 0 }, Findings) end

local function add(self, level, check, file, line, says)
  assert(findings.checks[check])
  self.list[#self.list + 1] = { level = level, check = check, file = file, line = line, says = says, at = #self.list + 1 }
end

function Findings:stop(check, file, line, says)
  add(self, "error", check, file, line, says)
  self.errors = self.errors + 1
end

function Findings:warn(check, file, line, says)
  add(self, "warning", check, file, line, says)
  self.warnings = self.warnings + 1
end

-- All of them as text, by file and line.
function Findings:text()
  table.sort(self.list, function(a, b)
    if a.file ~= b.file then return a.file < b.file end
    if (a.line or 0) ~= (b.line or 0) then return (a.line or 0) < (b.line or 0) end
    return a.at < b.at
  end)
  local lines = {}
  for i, one in ipairs(self.list) do
    lines[i] = ("%s%s: %s %d: %s\n"):format(one.file, one.line and ":" .. one.line or "", one.level, one.check, one.says)
  end
  return table.concat(lines)
end

-- "2 errors, 1 warning"
function Findings:summary() return words.count(self.errors, "error") .. ", " .. words.count(self.warnings, "warning") end

return findings
