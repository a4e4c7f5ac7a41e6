-- force_code.lua - lab.force_code: the ONS code of a police force area, from any spelling of the force.

local column_functions = require "lib.package.lookups.column_functions"
local forces = require "lib.package.lookups.forces"
local raise = require "lib.base.raise"

local force_code = {}

local function code_of(name)
  local force, why = forces.named(name)
  return force and force.code, why
end

function force_code.of(name)
  if name == nil then return nil end
  if type(name) ~= "string" then raise("lab.force_code: the name of a police force is a text, not a %s", type(name)) end
  local code, why = code_of(name)
  if why then raise("lab.force_code: %s", why) end
  return code
end

-- force_code(name) in expressions.
function force_code.columns(first_row, ...)
  local given = { ... }
  column_functions.check("force_code", { "text" }, given)
  return column_functions.map("force_code", "text", first_row, given, code_of)
end

lab.document("lab", "force_code", {
  signature = "(name: string|nil): string|nil",
  text = "The ONS code of a police force area (E23000032), by which tables by police force are joined, from any spelling of the force: capitals, "
    .. "punctuation, \"&\" or \"and\", with or without Police, Constabulary or Service, abbreviations, Welsh and former names; "
    .. "data/force_spellings.csv lists them. A code is its own. nil for nil, and for bodies that have no code (British Transport Police, "
    .. "the Police Service of Northern Ireland, regional units). Raises for any other name, and says the nearest. In expressions: "
    .. "t:mutate(\"pfa_code = force_code(force)\").",
  example = 'print(lab.force_code("Devon & Cornwall"), lab.force_code("THE MET"))\n'
    .. 'print(lab.parse_csv("force\\nKent Police\\nHeddlu Gwent\\n"):mutate("pfa_code = force_code(force)"))',
})

lab.document("expression", "force_code", {
  signature = "(): slavelab.Expression",
  text = "The ONS code of the police force area that a name means: force_code(name). See lab.force_code.",
  example = 'print(col.force:force_code())',
})

-- lab.force_code is this module, and is called.
return setmetatable(force_code, { __call = function(_, name) return force_code.of(name) end })
