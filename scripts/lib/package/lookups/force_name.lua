-- force_name.lua - lab.force_name: the name of a police force, from the ONS code of its area.

local column_functions = require "lib.package.lookups.column_functions"
local forces = require "lib.package.lookups.forces"
local raise = require "lib.base.raise"

local force_name = {}

local function name_of(code)
  local force, why = forces.coded(code)
  return force and force.name, why
end

function force_name.of(code)
  if code == nil then return nil end
  if type(code) ~= "string" then raise("lab.force_name: the code of a police force area is a text, not a %s", type(code)) end
  local name, why = name_of(code)
  if why then raise("lab.force_name: %s", why) end
  return name
end

-- force_name(code) in expressions.
function force_name.columns(first_row, ...)
  local given = { ... }
  column_functions.check("force_name", { "text" }, given)
  return column_functions.map("force_name", "text", first_row, given, name_of)
end

lab.document("lab", "force_name", {
  signature = "(code: string|nil): string|nil",
  text = "The police force of an area by the ONS code of the area (data/forces.csv): one name for all spellings. nil for nil; raises for any other "
    .. "text. In expressions: t:mutate(\"force = force_name(pfa_code)\"), and force_name(force_code(force)) makes the names of two sources equal.",
  example = 'print(lab.force_name("E23000035"))\n'
    .. 'print(lab.parse_csv("force\\nDevon & Cornwall\\nDEVON AND CORNWALL POLICE\\n"):mutate("force = force_name(force_code(force))"))',
})

lab.document("expression", "force_name", {
  signature = "(): slavelab.Expression",
  text = "The police force of an area, by the code of the area: force_name(code). See lab.force_name.",
  example = 'print(col.pfa_code:force_name())',
})

-- lab.force_name is this module, and is called.
return setmetatable(force_name, { __call = function(_, code) return force_name.of(code) end })
