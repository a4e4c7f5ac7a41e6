---@meta slavelab

-- What a script of slavelab finds, for editors. Made by tools/declarations.lua from lab.docs(): change those.

---A row, as functions of rows get it: its cells by name, nil where one is missing.
---@class slavelab.Row
---@field [string] any

---The tables of a data package by name.
---@class slavelab.Package
---@field [string] slavelab.Table
---@field names fun(self: slavelab.Package): string[]
---@field describe fun(self: slavelab.Package, name?: string): slavelab.Table
---@field load fun(self: slavelab.Package, name: string, options?: table): slavelab.Table
---@field check fun(self: slavelab.Package, options?: {most?: number}): slavelab.Table, slavelab.Table

---@class slavelab.Columns

---@class slavelab.Pipeline: slavelab.Table
---@field collect fun(self: slavelab.Pipeline): slavelab.Table
---@field explain fun(self: slavelab.Pipeline): string

---One period: lab.period.
---@class slavelab.Period
---@field kind string
---@field text string
---@field short string
---@field phrase string
---@field first string
---@field last string
---@field days integer
---@field months? integer
---@field flags? string
---@field next fun(self: slavelab.Period, n?: integer): slavelab.Period
---@field previous fun(self: slavelab.Period, n?: integer): slavelab.Period
---@operator add(integer): slavelab.Period
---@operator sub(integer): slavelab.Period
---@operator sub(slavelab.Period): integer

---What is in a workbook: lab.workbook.
---@class slavelab.Workbook
---@field sheets fun(self: slavelab.Workbook): slavelab.Table
---@field tables fun(self: slavelab.Workbook): slavelab.Table
---@field properties fun(self: slavelab.Workbook): table<string, string>
---@field read fun(self: slavelab.Workbook, options?: table): slavelab.Table
---@field suggest fun(self: slavelab.Workbook)
---@field close fun(self: slavelab.Workbook)

---@class slavelab.Report
---@class slavelab.Indicator
---@class slavelab.Format

---@class slavelab.Lab
---@field version string
---@field script_dir string The folder of the script that runs.
---@field null any The null of JSON.
lab = {}

---The working day that comes so many working days after a date, or before it when days is below 0: an answer under the
---Freedom of Information Act 2000 is due add_working_days(received, 20). What is a working day, and which years are
---known, lab.working_days says. nil when either is nil. In expressions, of a column of dates: t:mutate("due =
---add_working_days(received, 20)").
---```lua
---print(lab.add_working_days("2018-12-20", 20))
---print(lab.parse_csv("received\n2018-12-20\n2019-02-01\n"):mutate("due = add_working_days(received, 20)"))
---```
---@param date string|nil
---@param days integer|nil
---@return string|nil
function lab.add_working_days(date, days) end

---The form in which texts that look alike are equal: letter case folded, accents in one character, runs of blanks
---(no-break spaces too) as one and none at the ends, dashes as hyphens, curly apostrophes as straight ones, characters
---that show nothing left out. To compare names by; not to be shown. Where marks stand at the end, (R) [note 1] *, the
---form without them, too.
---```lua
---print(lab.alike("Kent\u{a0}") == lab.alike("KENT"), lab.alike("Cafe\u{301}") == lab.alike("Café"))
---```
---@param text string
---@return string
---@return string?
function lab.alike(text) end

---Seconds on a clock that only goes forward, from a moment of no meaning. The difference of two readings is the time
---between them.
---```lua
---local start = lab.clock()
---print(lab.clock() - start >= 0)
---```
---@return number
function lab.clock() end

---col.NAME is the column of that name in a composed expression; a name with blanks is written col["Age group"].
---Operators: + - * / // % ^ .. and & (and), | (or), ~ (not); comparisons are methods, as in col.age:gt(17).
---```lua
---print(col.referrals / col.population * 1e5)
---print(col["Age group"]:eq("Adult") & ~col.age:is_missing())
---```
---@type table<string, slavelab.Expression>
lab.col = nil

---Columns chosen by what they are, to stand where select, drop, distinct, group_by, fill_down, complete, unpivot and
---other verbs take names. The condition is an expression over the columns' own properties: name, type, numeric,
---integer, number, text, boolean, date, datetime, n_missing (how many cells), rows, empty, place, unit, title, and
---role, figure, key, remark (as t:roles says). A condition that holds of no column is an error, but for drop.
---rename(columns, "expression of name") renames them. In mutate and summarise the same conditions stand behind "over":
---summarise("mean(*) over numeric").
---```lua
---local t = lab.table { columns = { "force", "n_2021", "n_2022" }, { "Kent", 3, 4 } }
---print(t:select("force", lab.columns("starts_with(name, 'n_')")))
---print(t:rename(lab.columns("numeric"), "replace(name, 'n_', '')"))
---```
---@param condition string|slavelab.Expression|function
---@param values? table
---@return slavelab.Columns
function lab.columns(condition, values) end

---x in decimal digits, never with an exponent and the same in every locale: as many as it has, or so many behind the
---point, rounded as lab.round does. group = true puts commas between thousands; a text of your own stands there
---instead. nil stays nil; NaN and infinities are nan, inf, -inf.
---```lua
---print(lab.decimal(1234567.891, { decimals = 1, group = true }), lab.decimal(0.1))
---```
---@param x number|nil
---@param options? {decimals?: integer, group?: boolean|string}
---@return string|nil
function lab.decimal(x, options) end

---Makes a Lua function one that expressions call by name. kind "scalar" (unless given): called for each row with the
---arguments' values, nil for a missing one. kind "aggregate": called for each group with columns. What it returns is
---the value; nil is missing. A later define of the same name takes the place of the first; the language's own
---functions stay.
---```lua
---lab.define("adult", function(age) return age and age >= 18 end)
---local t = lab.table { columns = { "age" }, { 17 }, { 30 } }
---print(t:filter("adult(age)"))
---```
---@param name string
---@param fn function
---@param options? {kind: "scalar"|"aggregate"}
function lab.define(name, fn, options) end

---What the columns of a table hold, one column a row: its type, missing and distinct values, least and greatest (not
---of texts), median and mean of figures (not of years and codes), and the first values. A notice names labels that
---look alike and are not equal, "Kent" and "Kent ".
---```lua
---print(lab.describe(lab.parse_csv("year,people\n2022,12\n2023,\n")))
---```
---@param t slavelab.Table
---@return slavelab.Table
function lab.describe(t) end

---a / n less b / m, with the lower and upper limit of its 95% interval. Of two proportions by Newcombe's method 10
---(Stat. Med. 17 (1998) 873-890), from the Wilson limits of each; of two rates in the same way from Byar's. Times 100
---for percentage points, times 1e5 for a rate per 100,000. nil where one is nil or a whole is 0.
---```lua
---print(lab.difference("proportion", 56, 70, 48, 80))
---```
---@param kind "proportion"|"rate"
---@param a number|nil
---@param n number|nil
---@param b number|nil
---@param m number|nil
---@param options? {confidence?: number, weighted?: boolean}
---@return number|nil
---@return number|nil
---@return number|nil
function lab.difference(kind, a, n, b, m, options) end

---What a reader of all these tables and earlier releases together can tell of the counts that they hold back or round:
---cell, least, greatest, and where it is told "exactly" or to be below the threshold, how. Needs lp_solve. A report
---does this when it is written.
---```lua
---local year = lab.parse_csv("force,year,people\nKent,2021,15\n")
---local quarters = lab.parse_csv("force,year,quarter,people\nKent,2021,Q1,[c]\nKent,2021,Q2,4\nKent,2021,Q3,5\nKent,2021,Q4,3\n", { markers = "gss" })
---print(lab.disclosure_check{ quarters, year }.how[1])
---```
---@param tables slavelab.Table | slavelab.Report | { previous?: slavelab.Table | slavelab.Table[], below?: integer, zeros?: boolean, protect?: "threshold" | "exact" }
---@return slavelab.Table
function lab.disclosure_check(tables) end

---The documentation of every function, by its full name ("lab.read_csv", "table:filter"). Functions written in Lua are
---there once their modules are loaded; all = true loads them.
---```lua
---print(lab.docs()["lab.clock"].signature)
---```
---@param all? boolean
---@return table<string, {owner: string, name: string, signature: string, text: string, example: string}>
function lab.docs(all) end

---Adds the documentation of a function that a Lua module defines; owner is "lab", "table", "column" or "expression".
---```lua
---lab.document("lab", "twice", { signature = "(x: number): number", text = "x * 2.", example = "print(2)" })
---```
---@param owner string
---@param name string
---@param doc {signature: string, text: string, example: string}
function lab.document(owner, name, doc) end

---How many there are in all, from lists that each hold a part (multiple systems estimation). Each row of t is a set of
---lists, columns of 1 and 0, with the number of people in count= (1 unless given). Gives a table of one row: estimate,
---lower, upper, observed, unobserved, model, aic, bic, deviance; and the table of the models whose BIC is within 2 of
---the least, as data cannot tell these apart. The notes give the range of the estimate over all models: print it
---beside the estimate. model: "stepwise" (pairs whose overlap is surprising, threshold= 0.02), "main", "bic", or a
---list of pairs { "LA:NG" }. interval: "profile", "wald" or "bootstrap" (BCa, replicates= and seed=, the model chosen
---anew in each). Where no estimate exists an error names the list. Of two lists Chapman's. docs/indicators.md.
---```lua
---local t = lab.parse_csv("police,charity,council,people\n1,0,0,90\n0,1,0,60\n0,0,1,40\n1,1,0,12\n1,0,1,9\n0,1,1,6\n1,1,1,2\n")
---local estimate, models = lab.estimate_population(t, { lists = { "police", "charity", "council" }, count = "people" })
---print(estimate)
---print(models)
---```
---@param t slavelab.Table
---@param options {lists: string[], count?: string, model?: "main"|"stepwise"|"bic"|string[], order?: 2|3, interval?: "profile"|"wald"|"bootstrap", confidence?: number, threshold?: number, replicates?: integer, seed?: integer}
---@return slavelab.Table
---@return slavelab.Table
function lab.estimate_population(t, options) end

---The expression that a text stands for, to be put together with others. Raises where the text cannot be read.
---```lua
---local adult = lab.expr("age >= 18")
---print(adult & col.sex:eq("F"))
---```
---@param text string
---@return slavelab.Expression
function lab.expr(text) end

---Raises message with the line of the script that called into the library, as the engine's own errors are raised. For
---modules; a script writes error().
---```lua
---print(lab.try(lab.fail, "no figures for that year"))
---```
---@param message string
function lab.fail(message) end

---The ONS code of a police force area (E23000032), by which tables by police force are joined, from any spelling of
---the force: capitals, punctuation, "&" or "and", with or without Police, Constabulary or Service, abbreviations,
---Welsh and former names; data/force_spellings.csv lists them. A code is its own. nil for nil, and for bodies that
---have no code (British Transport Police, the Police Service of Northern Ireland, regional units). Raises for any
---other name, and says the nearest. In expressions: t:mutate("pfa_code = force_code(force)").
---```lua
---print(lab.force_code("Devon & Cornwall"), lab.force_code("THE MET"))
---print(lab.parse_csv("force\nKent Police\nHeddlu Gwent\n"):mutate("pfa_code = force_code(force)"))
---```
---@param name string|nil
---@return string|nil
function lab.force_code(name) end

---The police force of an area by the ONS code of the area (data/forces.csv): one name for all spellings. nil for nil;
---raises for any other text. In expressions: t:mutate("force = force_name(pfa_code)"), and
---force_name(force_code(force)) makes the names of two sources equal.
---```lua
---print(lab.force_name("E23000035"))
---print(lab.parse_csv("force\nDevon & Cornwall\nDEVON AND CORNWALL POLICE\n"):mutate("force = force_name(force_code(force))"))
---```
---@param code string|nil
---@return string|nil
function lab.force_name(code) end

---The format of that name, or in the file of that path, checked. lab.format.render(format, document, options) gives
---the bytes of a document in it. docs/documents.md tells how to write one.
---```lua
---print(lab.format.named("html").extensions[1])
---```
---@type table<string, function>
lab.format = nil

---An indicator, for t:indicator(): id, title, unit, needs, then numerator, denominator and interval or compute, and
---caveats. Each is a file indicators/ID.lua that returns one. docs/indicators.md tells all.
---```lua
---local child_share = lab.indicator {
---  id = "child_share", title = "Children among the people referred", unit = "percent", needs = { "age", "people" },
---  numerator = "sum(if_else(age == 'child', people, 0))", denominator = "sum(people)", interval = "wilson",
---}
---local t = lab.table { columns = { "age", "people" }, { "child", 12 }, { "adult", 30 } }
---print(t:indicator(child_share))
---```
---@param spec table
---@return slavelab.Indicator
function lab.indicator(spec) end

---The files this run has read, in the order of first reading. sha256 is worked out when it is asked for, and raises
---when the file has changed since. rows and rejected are missing when the file was read as bytes.
---```lua
---for _, input in ipairs(lab.inputs()) do print(input.path, input.rows, input.sha256) end
---```
---@return {path: string, bytes?: integer, rows?: integer, rejected?: integer, sha256?: string, title?: string, publisher?: string, date?: string, url?: string, licence?: string, sources?: table[]}[]
function lab.inputs() end

---The lower and upper limit of a 95% interval (or of another confidence). "wilson": of the proportion x of n, without
---continuity correction (Wilson 1927; Newcombe 1998, method 3); times 100 for percent. "clopper-pearson": of the same,
---exact (Clopper and Pearson 1934). "byar": of the count x of independent events (Breslow and Day 1987), exact Poisson
---limits below 10. "poisson": exact limits of a count (Garwood 1936). "mean": of the mean of a list of numbers or of a
---column, by Student's t; missing values are left out. nil where x or n is nil, of a share of 0 and of a mean of fewer
---than two. Counts below 0, a part above its whole and fractions of cases raise; weighted = true lets fractions pass.
---```lua
---print(lab.interval("wilson", 2, 29))
---print(lab.interval("byar", 16))
---print(lab.interval("mean", { 12, 15, 9, 20 }))
---```
---@param method "wilson"|"clopper-pearson"|"byar"|"poisson"|"mean"
---@param x number|number[]|slavelab.Column|nil
---@param n? number
---@param options? {confidence?: number, weighted?: boolean}
---@return number|nil
---@return number|nil
function lab.interval(method, x, n, options) end

---The value of a JSON text. null is lab.null; a list is a Lua list, an object a table; integers stay exact. Raises for
---text that is no JSON, or with a key twice, as name:line:column: why.
---```lua
---print(lab.json_decode('{"people": [12, 7]}').people[2])
---```
---@param text string
---@param name? string
---@return any
function lab.json_decode(text, name) end

---The value as JSON text, keys sorted unless lab.json_object gave them an order, numbers so that they read back equal;
---indent (or a number alone) is the number of blanks a level, without it everything stands on one line; flat_lists =
---true keeps lists of single values on one. An empty table is {} unless lab.json_list made it a list. Raises with the
---name of the element that JSON cannot hold.
---```lua
---print(lab.json_encode({ year = 2023, people = { 12, 7 } }))
---```
---@param value any
---@param options? integer|{indent?: integer, flat_lists?: boolean}
---@return string
function lab.json_encode(value, options) end

---Marks the table, which is given back, as a list: empty, it is written as []. With n it is a new list of that many
---elements, null where the first has nil.
---```lua
---print(lab.json_encode(lab.json_list({})), lab.json_encode(lab.json_list({ 1, nil, 3 }, 3)))
---```
---@param list table
---@param n? integer
---@return table
function lab.json_list(list, n) end

---Marks the table, which is given back, as an object whose keys come in the order of its pairs { key, value }; a pair
---without a value is left out.
---```lua
---print(lab.json_encode(lab.json_object { { "year", 2023 }, { "people", 12 } }))
---```
---@param pairs table
---@return table
function lab.json_object(pairs) end

---The names of what lies in a folder, sorted by bytes, hidden ones too. Raises when it is no folder.
---```lua
---for _, name in ipairs(lab.list_folder(".")) do print(name) end
---```
---@param path string
---@return string[]
function lab.list_folder(path) end

---A plain value as an expression; a text stands for itself, not for a column. nil is a missing value.
---```lua
---print(lab.table { columns = { "n" }, { 1 } }:mutate { { "country", lab.lit("UK") } })
---```
---@param value any
---@return slavelab.Expression
function lab.lit(value) end

---Bytes that the engine's tables hold now and held at most, bytes of Lua's own, and the limit when --max-memory set
---one.
---```lua
---print(lab.memory().held <= lab.memory().peak)
---```
---@return {held: integer, peak: integer, lua: integer, limit?: integer}
function lab.memory() end

---Adds a method to all tables, columns or expressions: t:name(...). doc is what ?name shows at the prompt. A method of
---that name is replaced.
---```lua
---lab.method("table", "middle", function(t) return t["n"]:median() end,
---  { signature = "(): number", text = "The median of column n.", example = "print(1)" })
---print(lab.table({ columns = { "n" }, { 1 }, { 5 }, { 6 } }):middle())
---```
---@param kind "table"|"column"|"expression"
---@param name string
---@param method function
---@param doc {signature: string, text: string, example: string}
function lab.method(kind, name, method, doc) end

---Up to three of the names that a misspelt one may have meant, best first: a few letters away, letter case aside, or
---holding the name or held by it; misspelt = true leaves those out that are near for that alone. Every message that
---asks "did you mean" goes by this.
---```lua
---print(lab.nearest("peplx", { "force", "people" })[1])
---```
---@param name string
---@param names string[]
---@param options? {misspelt?: boolean}
---@return string[]
function lab.nearest(name, names, options) end

---The data package in a folder, or at its datapackage.json: each of its tables by name (data.nrm_referrals), read and
---checked when first used. A relative path is looked for in the current folder, then from the script's own folder
---upwards, then where the program is installed. data:names() lists the tables, data:describe(name) says what the
---columns are, data:load(name, {where=, columns=, on_error=, check=}) reads one anew, data:check() lists everything
---that is not as described (slavelab check). Raises where a file is not what the description says.
---```lua
---local data = lab.package("data")
---print(#data.nrm_referrals)
---```
---@param path string
---@return slavelab.Package
function lab.package(path) end

---The same for CSV in a text. The option name is what messages call it.
---```lua
---print(lab.parse_csv("force;people\nKent;1.200\n", { delim = ";", decimal = "," }))
---```
---@param text string
---@param options? {delim?: string, quote?: string, quotes?: boolean|"none"|"strict"|"lenient", escape?: string, trim?: boolean, header?: boolean, header_rows?: integer, skip?: integer, stop_at?: string, comment?: string, columns?: string|string[], types?: table<string, string>, blank_rows?: "drop"|"keep", missing?: string|string[], markers?: "none"|"gss", marks?: "keep"|"strip", numbers?: "strict"|"loose", dates?: "iso"|"dmy"|"long", decimal?: "."|",", encoding?: "auto"|"utf-8"|"windows-1252"|"utf-16", ragged?: "stop"|"reject"|"fill", on_error?: "stop"|"reject"|"missing", where?: any, params?: table, file?: boolean|string, name?: string}
---@return slavelab.Table
function lab.parse_csv(text, options) end

---A documented correction: in the rows of where, an expression or a key { force = "Kent", year = 2022 }, the columns
---of set get these values ("[c]" a missing cell with its reason, { 12, "[p]" } a value with a flag, "n = n / 10" an
---expression). With table= the corrected table; without, the correction by itself, for t:patch. t:notes(), and with it
---the methods note of a report, says which rows, the old values, because and source. No row, another number than
---expect= (a key is of one row), a value that stands there already and one of another type are errors: then the data
---have changed.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 7 } }
---t = lab.patch{ table = t, where = { force = "Kent" }, set = { people = 120 },
---  because = "a digit was lost", source = "release of May 2023" }
---print(t, t:notes()[1])
---```
---@param options {table?: slavelab.Table, where: string|slavelab.Expression|table<string, any>, set: string|string[]|table<string, any>, because: string, source?: string|table, expect?: integer, params?: table}
---@return slavelab.Table|slavelab.Patch
function lab.patch(options) end

---What stands at a path, links followed; nil when there is nothing.
---```lua
---print(lab.path_kind("."))
---```
---@param path string
---@return "file"|"folder"|"other"|nil
function lab.path_kind(path) end

---Stage after stage of the way to justice. Each stage has a table with a row for each period (over=), the column that
---is counted (of=; its one figure unless named), what that counts (unit=: "person", "offence", "defendant"), and the
---area. Gives a row for each stage and period: count, of (the stage before in the same period, or lag= periods
---earlier), conversion in percent where unit, area and kind of period agree; where units or areas differ per_100, the
---same ratio without interval, and why; where kinds of periods differ neither. cohort = true says that a stage follows
---the very cases of the one before: its conversion has a 95% interval (Wilson), and more of them is an error. A
---missing count leaves its reason. docs/indicators.md.
---```lua
---local referred = lab.parse_csv("year,people\n2022,16938\n2023,17004\n")
---local tried = lab.parse_csv("year,prosecuted,convicted\n2022,405,282\n2023,410,311\n")
---print(lab.pathway{
---  { stage = "Referred", table = referred, unit = "person", over = "year", area = "UK" },
---  { stage = "Prosecuted", table = tried, of = "prosecuted", unit = "defendant", over = "year", area = "England and Wales" },
---  { stage = "Convicted", table = tried, of = "convicted", unit = "defendant", over = "year", area = "England and Wales" },
---})
---```
---@param stages {stage: string, table: slavelab.Table, of?: string, unit: string, over: string, area?: string, lag?: integer, cohort?: boolean}[]
---@return slavelab.Table
function lab.pathway(stages) end

---The period that a text names, in any spelling of official statistics: "Jan to Mar 2019", "2018/19", "Sep-19", "YE
---March 2019"; raises, and says why, when it names none or could be two. kind says what is meant:
---lab.period("2010-11", "month"). It prints as tables write it; p + 1 and p - 1 are its neighbours, p - q counts the
---periods between, < compares by time. p.kind, p.text, p.short (for an axis), p.phrase (for a sentence), p.first and
---p.last (its days), p.days, p.months, p.flags.
---```lua
---local p = lab.period("Q4 2019")
---print(p, p + 1, p.first, p.days, p - lab.period("2018 Q4"))
---```
---@param value string|integer|slavelab.Period
---@param kind? string
---@return slavelab.Period
function lab.period(value, kind) end

---The folders in which modules, formats, indicators and reports are looked for, the first one first.
---```lua
---for _, place in ipairs(lab.places()) do print(place.folder, place.what) end
---```
---@return {folder: string, what: string}[]
function lab.places() end

---The rate a / n as a multiple of the rate b / m, with its 95% interval and the method that gave it: "wald" on the
---logarithm unless method = "exact", by the limits of Clopper and Pearson for a out of a + b, which is taken too where
---a is 0. nil where one is nil, a population is 0 or b is 0: of nothing there is no multiple.
---```lua
---print(lab.ratio("rate", 34, 812000, 21, 905000))
---```
---@param kind "rate"
---@param a number|nil
---@param n number|nil
---@param b number|nil
---@param m number|nil
---@param options? {confidence?: number, method?: "wald"|"exact", weighted?: boolean}
---@return number|nil
---@return number|nil
---@return number|nil
---@return string|nil
function lab.ratio(kind, a, n, b, m, options) end

---The table in a CSV file ("-" is standard input), plain or packed with gzip or Zstandard. A list of paths, or a
---pattern such as "data/2019-*.csv", gives one table with the columns matched by name, and file = true a column that
---says which file a row is from. A column is integer, number, date or datetime only if every cell that is not missing
---reads as one, else text: t:problems() says which cell prevented it. types = { people = "integer" } is a promise, and
---a cell that breaks it stops the read with its line and column. An empty unquoted cell is missing, and what missing =
---{ "NA" } names; markers = "gss" reads [c], [x], 12 [p]. Skipped lines stay in t.preamble and t.footnotes. where
---keeps rows, as t:filter does, and may ask about columns that are not among columns.
---```lua
---lab.write_file("forces.csv", "force,people\nKent,12\nEssex,\n")
---print(lab.read_csv("forces.csv", { types = { people = "integer" } }))
---```
---@param path string|string[]
---@param options? {delim?: string, quote?: string, quotes?: boolean|"none"|"strict"|"lenient", escape?: string, trim?: boolean, header?: boolean, header_rows?: integer, skip?: integer, stop_at?: string, comment?: string, columns?: string|string[], types?: table<string, string>, blank_rows?: "drop"|"keep", missing?: string|string[], markers?: "none"|"gss", marks?: "keep"|"strip", numbers?: "strict"|"loose", dates?: "iso"|"dmy"|"long", decimal?: "."|",", encoding?: "auto"|"utf-8"|"windows-1252"|"utf-16", ragged?: "stop"|"reject"|"fill", on_error?: "stop"|"reject"|"missing", where?: any, params?: table, file?: boolean|string, name?: string}
---@return slavelab.Table
function lab.read_csv(path, options) end

---The bytes of a file, as they are; "-" is standard input. The file is entered in lab.inputs(). Raises when it is
---missing, unreadable or a folder.
---```lua
---lab.write_file("note.txt", "seen\n")
---print(lab.read_file("note.txt"))
---```
---@param path string
---@return string
function lab.read_file(path) end

---The releases of one publication as one table with a column released: files is a folder, a list or a pattern,
---"nrm-*.csv". Options are those of read_csv (of read_sheet for workbooks), with marks taken off unless marks =
---"keep", and: released = how it is known when each came out, a pattern with brackets over the file's name, a column,
---or { ["a.csv"] = "2023-05-04" } (unless given, the column released or the date in the name; a month or year is its
---last day); header_has = { names } finds the header wherever it stands; each = a function that mends the table of
---each release; fill = true leaves missing what a release lacks, an error otherwise; file = true names the file of
---each row; as_of = a day with key = { columns }: what was known then (t:as_of). Columns and labels are matched
---without marks, letter case and blanks, written as in the latest release; t:notes() says which.
---```lua
---lab.write_file("nrm-2023-05-04.csv", "force,people\nKent,12\n")
---lab.write_file("nrm-2023-08-03.csv", "Force,People [1]\nKent,13\n")
---print(lab.read_releases("nrm-2023-*.csv"))
---```
---@param files string|string[]
---@param options? {released?: string|string[]|table<string, string>, header_has?: string|string[], each?: function, fill?: boolean, columns?: string|string[], where?: any, params?: table, file?: boolean|string, as_of?: string, key?: string|string[]}|{delim?: string, quote?: string, quotes?: boolean|"none"|"strict"|"lenient", escape?: string, trim?: boolean, header?: boolean, header_rows?: integer, skip?: integer, stop_at?: string, comment?: string, columns?: string|string[], types?: table<string, string>, blank_rows?: "drop"|"keep", missing?: string|string[], markers?: "none"|"gss", marks?: "keep"|"strip", numbers?: "strict"|"loose", dates?: "iso"|"dmy"|"long", decimal?: "."|",", encoding?: "auto"|"utf-8"|"windows-1252"|"utf-16", ragged?: "stop"|"reject"|"fill", on_error?: "stop"|"reject"|"missing", where?: any, params?: table, file?: boolean|string, name?: string}
---@return slavelab.Table
function lab.read_releases(files, options) end

---One table of an ODS or XLSX workbook, as it was published: a marked table by its name, one by its title, the nth of
---a sheet, or a range. Headers of several rows are joined along merged cells; names = { "year", "quarter" } makes them
---columns of a long table instead. stub makes heads of rows a column: those in bold, less indented, alone in their
---row, or sums of the rows below. Note marks are taken off labels and figures (t:marks()), (R) and [p] become flags;
---values are the stored ones; hidden rows and columns are left out, and said. Types are proved on every cell, as
---lab.read_csv proves them. The lines above and below stay in t.preamble and t.footnotes.
---```lua
---local t, problem = lab.try(lab.read_sheet, "bulletin.ods", { sheet = "Table_1", names = { "year", "quarter" } })
---print(t or problem)
---```
---@param path string|slavelab.Workbook
---@param options? {sheet?: string|integer, table?: string, title?: string, nth?: integer, range?: string, skip?: integer, header?: boolean|"wrapped", header_rows?: integer, names?: (string|false)[], value_name?: string, stub?: "bold"|"indent"|"sections"|"sums", stub_name?: string|string[], marks?: "strip"|"keep", markers?: "gss"|"none"|table<string, string>, values?: "stored"|"shown", hidden?: "skip"|"read", stop_at?: string, blank_rows?: "drop"|"keep", headings?: string|string[], columns?: string|string[], types?: table<string, string>, missing?: string|string[], numbers?: "strict"|"loose", dates?: "iso"|"dmy"|"long", decimal?: "."|",", trim?: boolean, fill?: boolean|string|string[], on_error?: "stop"|"missing"|"reject", where?: any, params?: table}
---@return slavelab.Table
function lab.read_sheet(path, options) end

---A report of the blocks in spec (heading, para, table, chart, note, source), with title, lead and other words. Each
---kind of block is a method that appends one; write{} writes it as --format and --output say, render(format) gives it
---as a text. docs/documents.md tells all.
---```lua
---local r = lab.report { title = "Referrals", { para = "None yet." } }
---print(#r:render("text") > 0)
---```
---@param spec table
---@return slavelab.Report
function lab.report(spec) end

---x rounded half up (away from zero) on its decimal form, as a person rounds it: 2.675 to two decimals is 2.68. The
---decimal form has 15 digits, so that 115 / 200 * 100, held as 57.49999999999999, is 58. Negative decimals round to
---tens, hundreds. What is rounded to no decimals is an integer. nil stays nil.
---```lua
---print(lab.round(2.675, 2), lab.round(-0.5), lab.round(1234, -2))
---```
---@param x number|nil
---@param decimals? integer
---@return number|nil
function lab.round(x, decimals) end

---A CSV file, or several, as a pipeline: its verbs are noted down, and the files are read when the result is asked
---for, with t:collect() or any use of values, and then only the columns and rows that are needed, in bounded memory:
---for files larger than memory. filter, mutate, select, drop, group_by and summarise run chunk by chunk; any other
---verb collects first. Options are those of read_csv, and types are proved on every row as there. t:explain() says
---what will be done.
---```lua
---lab.write_file("forces.csv", "force,people\nKent,12\nEssex,3\nKent,5\n")
---local t = lab.scan_csv("forces.csv"):group_by("force"):summarise("people = sum(people)")
---print(t:explain())
---print(t:collect())
---```
---@param path string|string[]
---@param options? {delim?: string, quote?: string, quotes?: boolean|"none"|"strict"|"lenient", escape?: string, trim?: boolean, header?: boolean, header_rows?: integer, skip?: integer, stop_at?: string, comment?: string, columns?: string|string[], types?: table<string, string>, blank_rows?: "drop"|"keep", missing?: string|string[], markers?: "none"|"gss", marks?: "keep"|"strip", numbers?: "strict"|"loose", dates?: "iso"|"dmy"|"long", decimal?: "."|",", encoding?: "auto"|"utf-8"|"windows-1252"|"utf-16", ragged?: "stop"|"reject"|"fill", on_error?: "stop"|"reject"|"missing", where?: any, params?: table, file?: boolean|string, name?: string}
---@return slavelab.Pipeline
function lab.scan_csv(path, options) end

---The SHA-256 of the bytes, as 64 hexadecimal digits.
---```lua
---print(lab.sha256(""):sub(1, 8) == "e3b0c442")
---```
---@param bytes string
---@return string
function lab.sha256(bytes) end

---The SHA-256 of a file's content, as `sha256sum` prints it. Raises when the file cannot be read.
---```lua
---lab.write_file("note.txt", "")
---print(lab.sha256_file("note.txt") == lab.sha256(""))
---```
---@param path string
---@return string
function lab.sha256_file(path) end

---The path as it is best shown: relative when it lies in the current directory, else absolute, without links and "..".
---A path where nothing stands comes back as it is.
---```lua
---print(lab.short_path("./"))
---```
---@param path string
---@return string
function lab.short_path(path) end

---A table of the rows in spec, each a list of values in the order of columns, or a table by name: { columns = {
---"year", "people" }, { 2022, 12 }, { year = 2023, people = 9 } }. nil is missing; "[c]" among numbers is missing with
---its reason; { 12, "[p]" } is a value with a flag. A column holds integers, numbers, texts or booleans; types = { day
---= "date" } reads texts as dates, datetimes or periods.
---```lua
---print(lab.table({ columns = { "year", "people" }, { 2022, 12 }, { 2023, "[c]" } }))
---```
---@param spec table
---@return slavelab.Table
function lab.table(spec) end

---How many letters a line of the terminal holds; nil when standard output is no terminal.
---```lua
---print(lab.terminal_width() or 80)
---```
---@return integer|nil
function lab.terminal_width() end

---The columns that a text takes on one line of a terminal: none for combining marks, two for East Asian wide letters
---and most emoji, one for all else.
---```lua
---print(lab.text_width("Kent"), lab.text_width("警察"))
---```
---@param text string
---@return integer
function lab.text_width(text) end

---How many threads the engine works with: --threads, or one per core.
---```lua
---print(lab.threads() >= 1)
---```
---@return integer
function lab.threads() end

---Calls f(...) and gives back what it returns. When it raises, gives nil and the message, so that a script can go on.
---```lua
---local t, why = lab.try(lab.read_csv, "no-such-file.csv")
---print(t, why ~= nil)
---```
---@param f function
---@param ... any
---@return any
function lab.try(f, ...) end

---What is in an ODS or XLSX workbook: print(wb) shows its sheets, the tables in them, marked ones by name and others
---by place and title, named ranges, what is hidden and what the office said of the file. wb:sheets() and wb:tables()
---are the same as tables, wb:properties() the title and author, wb:suggest() prints the call of lab.read_sheet for
---each table, tried on the file; wb:read(options) is lab.read_sheet of it, wb:close() gives its memory back.
---```lua
---local wb, problem = lab.try(lab.workbook, "bulletin.ods")
---print(wb or problem)
---```
---@param path string
---@return slavelab.Workbook
function lab.workbook(path) end

---How many working days lie after one date, up to and including another: 20 is in time under the Freedom of
---Information Act 2000. No working days are Saturdays, Sundays and bank holidays in any part of the United Kingdom
---(section 10(6)), by data/bank_holidays.csv. Below 0 when the second date is before the first, nil when one is nil.
---Raises for dates of years whose bank holidays are not known. In expressions, of columns of dates: t:mutate("taken =
---working_days(received, answered)").
---```lua
---print(lab.working_days("2018-12-20", "2019-01-22"))
---```
---@param from string|nil
---@param to string|nil
---@return integer|nil
function lab.working_days(from, to) end

---Writes a file whole: beside its target first, renamed when complete, so that a failure leaves the old file. Raises
---when it cannot be written.
---```lua
---lab.write_file("note.txt", "seen\n")
---```
---@param path string
---@param bytes string
function lab.write_file(path, bytes) end

---As lab.write_file, but in a script that runs the file is written when the script has ended well: one that fails
---later leaves the old file. Reports are written so.
---```lua
---lab.write_output("note.txt", "seen\n")
---```
---@param path string
---@param bytes string
function lab.write_output(path, bytes) end

---@class slavelab.Table
---@field [string] slavelab.Column
---@field preamble string[] Lines before the header that a read skipped.
---@field footnotes string[] Lines behind the table that a read left out.
---@operator len: integer
local Table = {}

---The description of the table: its sources, titles and units of its columns (fields), notes of what was done to its
---figures, and what a read found. Other tables share it: read it, and set a field with with_about().
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:about().sources)
---```
---@return table
function Table:about() end

---The rows of the tables below those of this one, matched by the names of columns; a column that one of them lacks is
---missing there. Types must agree (integer meets number as number).
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(#t:append(t, t))
---```
---@param ... slavelab.Table
---@return slavelab.Table
function Table:append(...) end

---What was known on a day: of each figure, which key tells apart, the row of the latest release at or before it. A day
---before all releases is an error. lab.read_releases takes as_of, too.
---```lua
---local t = lab.table{ columns = { "year", "people", "released" }, types = { released = "date" },
---  { 2022, 16938, "2023-03-02" }, { 2022, 16921, "2024-03-07" }, { 2023, 17004, "2024-03-07" } }
---print(t:as_of("2023-12-31", { key = "year" }))
---```
---@param day string|slavelab.Period
---@param options {key: string|string[], released?: string}
---@return slavelab.Table
function Table:as_of(day, options) end

---The table cut at its blank rows (read_csv keeps them with blank_rows = "keep"), as a list of tables; printing it
---shows them. Rows at the top of a block with one cell alone, at the left, are its title, in list.titles and in the
---preamble of the block; list["Table 2"] is the block whose title begins so. Lines between blocks that are no title
---are footnotes of the one above. header = true (or a number of rows) makes the first row of each the names of its
---columns, and proves its types anew. as = "name" gives one table, with a first column that says which block a row is
---of. by= (or group_by) cuts by the values of columns instead.
---```lua
---local t = lab.parse_csv("Table 1,\nforce,people\nKent,12\n,\nTable 2,\nforce,charged\nKent,3\n", { header = false, blank_rows = "keep" })
---local list = t:blocks{ header = true }
---print(list)
---print(list["Table 2"])
---```
---@param by? string|string[]|{by?: string|string[], as?: string, header?: boolean|integer, markers?: "gss", marks?: "keep"|"strip"}
---@param options? table
---@return slavelab.Table[]|slavelab.Table
function Table:blocks(by, options) end

---Adds the change against n periods before (1 unless given) as column change: 100 * (now - before) / before, or now -
---before with kind = "absolute", or with kind = "per_year" the growth each year that gives it (compound annual
---growth). Periods are those of the column over= (years, quarters, months, dates; or a year and its quarter, two
---columns), found by the calendar (years that end in a month are a year apart): where the period before is absent the
---change is missing. A base of 0 gives [z], and so does a break in the series ([b]) between the two, unless
---across_breaks = true. by= names the columns that tell series apart.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:change{ of = "people", over = "year", by = "force" })
---```
---@param of string|string[]|{of: string|string[], over: string|string[], by?: string|string[], n?: integer, kind?: "percent"|"absolute"|"per_year", across_breaks?: boolean, as?: string}
---@param options? table
---@return slavelab.Table
function Table:change(of, options) end

---Gives the table's memory back now rather than when it is collected. Using the table afterwards raises.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---t:close()
---print(pcall(function() return #t end))
---```
function Table:close() end

---The column of that name, also when a method has the same name. Raises with the nearest names when there is none.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:col("people")[1])
---```
---@param name string
---@return slavelab.Column
function Table:col(name) end

---The table itself: so that what is written for a pipeline (lab.scan_csv) also takes a table.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(#t:collect())
---```
---@return slavelab.Table
function Table:collect() end

---The names of the columns, in order.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(table.concat(t:column_names(), ", "))
---```
---@return string[]
function Table:column_names() end

---The columns, in order.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---for _, c in ipairs(t:columns()) do print(c:name(), c:type()) end
---```
---@return slavelab.Column[]
function Table:columns() end

---Adds, at the end, a row for every combination of values of the named columns that no row has; the other columns are
---missing there.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:complete("year", "force"))
---```
---@param ... string|string[]|slavelab.Columns
---@return slavelab.Table
function Table:complete(...) end

---Which figures of a series are out of the ordinary: adds centre, lower, upper and signal ("outside the limits", "run
---of 8" on one side of the centre, "2 of 3 near a limit"; missing where there is none). kind = "xmr": any measure,
---limits from the moving ranges; "c": counts; "p": `of` a part of `per`, in percent; "u": events `of` a population
---`per`, per 100,000 (both with their value; scale= for other units). base = { first, last } takes centre and limits
---from a stable time. Periods go by the calendar, a gap ends a run, a break ([b]) begins a new chart unless
---across_breaks = true. Wheeler 1993.
---```lua
---local t = lab.parse_csv("month,referrals\n2023-01,52\n2023-02,47\n2023-03,61\n2023-04,55\n2023-05,49\n2023-06,90\n")
---print(t:control_chart { of = "referrals", over = "month", kind = "xmr" })
---```
---@param of string|{of: string, over: string|string[], kind: "xmr"|"c"|"p"|"u", per?: string, by?: string|string[], base?: any[], scale?: number, across_breaks?: boolean}
---@param options? table
---@return slavelab.Table
function Table:control_chart(of, options) end

---Adds the running total from the first period of the series on as column cumulated. From an absent period or a
---missing figure on it is missing, as what came before is not known to be all; missing = "skip" adds up what is there.
---From a break in the series ([b]) on it is [z], unless across_breaks = true.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:cumulate{ of = "people", over = "year", by = "force" })
---```
---@param of string|string[]|{of: string|string[], over: string|string[], by?: string|string[], as?: string, missing?: "skip", across_breaks?: boolean}
---@param options? table
---@return slavelab.Table
function Table:cumulate(of, options) end

---What the columns hold, one column a row: lab.describe.
---```lua
---print(lab.parse_csv("year,people\n2022,12\n2023,\n"):describe())
---```
---@return slavelab.Table
function Table:describe() end

---The first row of each combination of values in the named columns, or in all columns; in the order of the table.
---Missing counts as a value.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:distinct("force"))
---```
---@param ... string|string[]|slavelab.Columns
---@return slavelab.Table
function Table:distinct(...) end

---Totals of which few contributors hold so much that they can work out one another. Each row is a contribution (or
---contributor = names the column that says whose it is); for each group of by= its contributors, total, the percentage
---that the n largest hold (largest), what is left without the two largest as percent of the largest (remainder), rule
---and verdict: "unsafe" by n-k where the n largest hold the share k or more, by p% where the remainder is less than
---the share p; "review" where a contribution is missing, below 0 or of nobody that is known, or all are 0. n = 2, k =
---0.9 and p = 0.1 unless given. For the author alone: what the largest hold must not be published either.
---```lua
---local t = lab.parse_csv("town,firm,fined\nDover,A,80\nDover,B,12\nDover,C,5\nDover,D,3\nDeal,A,30\nDeal,B,25\nDeal,C,45\n")
---print(t:dominance{ of = "fined", by = "town" })
---```
---@param of string|{of: string, by?: string|string[], contributor?: string, n?: integer, k?: number, p?: number}
---@param options? table
---@return slavelab.Table
function Table:dominance(of, options) end

---All columns but the named ones, or those of lab.columns(condition).
---```lua
---local t = lab.table({ columns = { "year", "force", "people" }, { 2022, "Kent", 12 } })
---print(t:drop("force"))
---```
---@param ... string|string[]|slavelab.Columns
---@return slavelab.Table
function Table:drop(...) end

---Leaves out the rows that are totals of other rows, so that a sum counts everyone once. A row is a total when a text
---column of it (one of columns=, or any) says Total, All, Grand total or the like, and it equals the sum of the rows
---that have other labels there and agree in all other keys, or of those since the total before it. A total that
---differs from its parts is an error that shows both (tolerance= allows for rounding; mismatch = "drop" or "keep"
---decides, and the row and the difference are told). A total whose parts are not in the table stays. Rows above others
---that are indented further, and rows that say "of which", are sub-totals when these add up to them, and left out
---first. Rows that equal the sum of the rows below them and say nothing are offered, and with sums = true left out,
---too. heads = names adds columns that say below which sub-totals a row stood, the outermost first. What was left out,
---and why, is said on standard error and in t:notes().
---```lua
---local t = lab.table{ columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 5 } }
---print(t:drop_totals().people:sum())
---```
---@param columns? string|string[]|{of?: string|string[], by?: string|string[], tolerance?: number, mismatch?: "drop"|"keep", sums?: boolean, heads?: string|string[]}
---@param options? table
---@return slavelab.Table
function Table:drop_totals(columns, options) end

---Whether two tables have equal names, types, values and missing cells with their reasons; NaN equals NaN. Flags do
---not count.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:equals(t:head(2)))
---```
---@param other slavelab.Table
---@return boolean
function Table:equals(other) end

---Missing cells of the named columns take the last value above them; those above the first value stay missing. After
---group_by, or with within = columns, the last value above in the row's own group; with within = "blocks" nothing goes
---past a row without a cell.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:fill_down("force"))
---print(t:fill_down{ columns = "force", within = "year" })
---```
---@param ... string|string[]|slavelab.Columns|{columns: string|string[]|slavelab.Columns, within?: string|string[]}
---@return slavelab.Table
function Table:fill_down(...) end

---The rows where the condition is true; those where it is false or missing are left out. Several conditions must all
---be true. A last table gives the values of $names. After group_by, aggregates are taken over the row's group.
---```lua
---local t = lab.table { columns = { "force", "n" }, { "Kent", 2 }, { "Essex", 3 } }
---print(t:filter("n > 2"), t:filter(col.n:gt(2)), t:filter(function(r) return r.n > 2 end))
---print(t:filter("force in $forces", { forces = { "Kent", "Surrey" } }))
---```
---@param ... string|slavelab.Expression|slavelab.Column|fun(row: slavelab.Row): boolean?|table
---@return slavelab.Table
function Table:filter(...) end

---Which areas differ from a target by more than their size lets chance do: t with value, target, the limits of each
---level (lower_95, upper_95, lower_99_8, upper_99_8 unless levels= says others), z and position ("within 95%", "above
---99.8%" ...), and a second table with the curves of the limits for a chart. kind: a proportion (percent), a rate (per
---100,000) or a ratio of events to expected ones; scale= for other units. The target is the average, of a ratio 1,
---unless given in the unit of the value. Where areas differ by more than chance (phi above 1), the limits allow for
---it, additively unless dispersion= says otherwise; the notes say phi, tau squared and what was done. Spiegelhalter
---2005; Public Health England's guide.
---```lua
---local t = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\nAvon,12,160\n")
---local areas, curve = t:funnel { of = "charged", per = "recorded", kind = "proportion" }
---print(areas)
---print(#curve, areas:notes()[1])
---```
---@param of string|{of: string, per: string, kind: "proportion"|"rate"|"ratio", by?: string|string[], levels?: number[], dispersion?: "auto"|"none"|"additive"|"multiplicative", target?: number, scale?: number, weighted?: boolean}
---@param options? table
---@return slavelab.Table
---@return slavelab.Table
function Table:funnel(of, options) end

---Prints every column on a line of its own: name, type and as many of the first values as fit.
---```lua
---lab.parse_csv("year,people\n2022,12\n2023,\n"):glimpse()
---```
---@param options? {width?: integer}
function Table:glimpse(options) end

---The table with a grouping for the next verb: summarise gives a row for each group, mutate and filter take aggregates
---over the row's group. A key is a column, or "name = expression" or {{"name", expression}}, which becomes one. Groups
---come in the order of their keys; a missing key is a group of its own, sorted last. complete = true makes a group of
---every combination of the keys' values, also of those without a row. Without names the grouping ends.
---```lua
---local t = lab.table { columns = { "force", "n" }, { "Kent", 2 }, { "Essex", 3 }, { "Kent", 4 } }
---print(t:group_by("force"):summarise("total = sum(n)"))
---print(t:group_by("many = n > 2"):summarise("rows = count()"))
---```
---@param ... string|slavelab.Expression|string[]|slavelab.Columns|{complete: boolean}
---@return slavelab.Table
function Table:group_by(...) end

---For each row the number of its group by the named columns (1, 2, ... in the order of the keys; missing is a group of
---its own, the last), then how many groups there are, and the first row of each.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---local number, groups, first = t:group_numbers("force")
---print(number[1], groups, first[2])
---```
---@param ... string|string[]
---@return integer[]
---@return integer
---@return integer[]
function Table:group_numbers(...) end

---The columns that the next verb groups by (group_by), or nil.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:grouping())
---```
---@return string[]|nil
function Table:grouping() end

---The first n rows (10); after group_by, of each group, in the order of the table.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:head(1))
---```
---@param n? integer
---@return slavelab.Table
function Table:head(n) end

---Adds each figure as percent of that of the period base=, which is 100, as column index. A series without that
---period, or with a missing figure in it, has no index; a base of 0 gives [z], and so does a break in the series ([b])
---between the two, unless across_breaks = true.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:index_to{ of = "people", over = "year", by = "force", base = 2021 })
---```
---@param of string|string[]|{of: string|string[], over: string|string[], base: any, by?: string|string[], across_breaks?: boolean, as?: string}
---@param options? table
---@return slavelab.Table
function Table:index_to(of, options) end

---The figures of an indicator (its id, or what lab.indicator gave) for each group of by= (or group_by, or the whole
---table): the keys, then value, lower, upper, numerator, denominator, in the unit of the indicator. A denominator of 0
---gives [z]. columns= says which column plays the part of one that the indicator needs: { population = "residents" }.
---`slavelab indicators` lists what there is.
---```lua
---local t = lab.table{ columns = { "force", "charged", "recorded" }, { "Kent", 2, 29 }, { "Essex", 5, 80 } }
---print(t:indicator("share", { by = "force", columns = { part = "charged", whole = "recorded" } }))
---```
---@param which string|table
---@param options? {by?: string|string[], confidence?: number, columns?: table<string, string>}
---@return slavelab.Table
function Table:indicator(which, options) end

---The columns of other beside those of this table, where the keys in on are equal, { left = "right" } where their
---names differ, or where a condition holds: on = "force == area and start <= day and day < stop". how is "left" unless
---given: every row of this table stays. expect is a promise, "m:1" unless given: no key occurs twice in other; when it
---is broken, the join raises and names three such keys. A missing key matches nothing. Columns of both names get
---suffix ("_right"). asof matches a last pair to the nearest key at or before.
---```lua
---local t = lab.table({ columns = { "year", "age", "people" },
---  { 2022, "adult", 12 }, { 2022, "child", 7 }, { 2023, "adult", 9 } })
---local labels = lab.table({ columns = { "age", "label" },
---  { "adult", "Adults" }, { "child", "Children" } })
---print(t:join(labels, { on = "age", expect = "m:1" }))
---local bands = lab.table({ columns = { "from", "to", "band" }, { 0, 10, "few" }, { 10, 99, "many" } })
---print(t:join(bands, "from <= people and people < to"))
---```
---@param other slavelab.Table
---@param options string|slavelab.Expression|{on?: string|slavelab.Expression|string[]|table<string, string>, how?: "left"|"inner"|"right"|"full"|"semi"|"anti", expect?: "m:1"|"1:1"|"1:m"|"m:m", suffix?: string, asof?: string|table<string, string>}
---@return slavelab.Table
function Table:join(other, options) end

---Whether every combination of the named columns, by which somebody might be recognised, has k records or more (5
---unless given): one row with records, classes (combinations that are there), the size of the smallest, and how many
---classes and records are in classes below k; the second result is these classes, the smallest first. A missing value
---is a value of its own. Each row is a record, or count = names the column that says how many.
---```lua
---local t = lab.parse_csv("age,sex,people\nAdult,Female,31\nAdult,Male,40\nChild,Female,8\nChild,Male,2\n")
---local whole, few = t:k_anonymity{ columns = { "age", "sex" }, count = "people" }
---print(whole, few)
---```
---@param columns string|string[]|{columns: string|string[], k?: integer, count?: string}
---@param options? table
---@return slavelab.Table
---@return slavelab.Table
function Table:k_anonymity(columns, options) end

---Adds the value of n periods before (1 unless given; -1 is one after) as column lag, with its reason or flag. An
---absent period gives missing.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:lag{ of = "people", over = "year", by = "force" })
---```
---@param of string|string[]|{of: string|string[], over: string|string[], by?: string|string[], n?: integer, as?: string}
---@param options? table
---@return slavelab.Table
function Table:lag(of, options) end

---What t:suppress hid in this table and why: the keys of the row, row, column, figure, kind (small, further, made),
---why, and the sums it is in. It holds the counts that must not be seen, for the author alone: it stays with the very
---table that suppress gave, is written with no table, workbook or report, and no table made of it later has it.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:suppress{ "people", below = 15, by = "year" }:log())
---```
---@return slavelab.Table
function Table:log() end

---The same table, that knows where its figures come from: for each row the table, or the tables, whose figures it was
---made of. For tables that a script puts together out of numbers it took from others; verbs know it by themselves.
---```lua
---local t = lab.table { columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 5 } }:with_sources { { title = "A bulletin" } }
---local kent = t:filter("force == 'Kent'")
---local worked_out = lab.table { columns = { "what", "n" }, { "twice", kent.people[1] * 2 } }:made_of { kent }
---print(worked_out:sources()[1].title)
---```
---@param rows (slavelab.Table|slavelab.Table[])[]
---@return slavelab.Table
function Table:made_of(rows) end

---For a table read with marks = "strip": the cells whose marks were taken off, as they were written (line, column,
---text, mark). Marks that are flags, [r] and (r), stay with their cells instead: t.people:marker(row).
---```lua
---local t = lab.parse_csv("force,n\nKent [note 1],1\n", { marks = "strip" })
---print(t.force[1], t:marks().mark[1])
---```
---@return slavelab.Table
function Table:marks() end

---The table with columns added, or replaced in their place: "name = expression" texts, {{"name", expression}} pairs
---whose expression may also be a function of a row, or a column. Later ones see earlier ones. A last table gives the
---values of $names. "round(*, 1) over numeric" does it to each column that the condition holds of (lab.columns),
---"*_share = share(*) over numeric" beside them. After group_by, aggregates and windows are taken within the row's
---group.
---```lua
---local t = lab.table { columns = { "force", "n" }, { "Kent", 2 }, { "Essex", 3 } }
---print(t:mutate("percent = n / sum(n) * 100", "rounded = round(percent, $places)", { places = 1 }))
---print(t:mutate { { "many", function(r) return r.n > 2 end } })
---```
---@param ... string|slavelab.Expression|table|table
---@return slavelab.Table
function Table:mutate(...) end

---What was done to the figures, as sentences for a methods note: counts held back, rows left out, rounding to a base,
---caveats of indicators.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:round("people", { base = 20 }):notes()[1])
---```
---@return string[]
function Table:notes() end

---The table with an order for the labels of a text column: sort, group_by, pivot, charts, min, max and < go by it
---instead of by letters, and the column keeps it through filter, select, join and append of columns with the same
---order. Raises when the column has a label that is not in the list.
---```lua
---local t = lab.table { columns = { "age", "n" }, { "18+", 3 }, { "10-17", 2 }, { "5-9", 1 } }
---print(t:order("age", { "5-9", "10-17", "18+" }):sort("age"))
---```
---@param column string
---@param labels string[]
---@return slavelab.Table
function Table:order(column, labels) end

---The table with a documented correction, or a list of them one after the other: where, set, because, source and
---expect are those of lab.patch. t:notes() says what was corrected in which rows, the old values, why, and by what
---source.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 7 } }
---t = t:patch{ where = "force == 'Kent'", set = "people = people * 10", because = "a digit was lost", expect = 1 }
---print(t, t:notes()[1])
---```
---@param correction slavelab.Patch|table[]|{where: string|slavelab.Expression|table<string, any>, set: string|string[]|table<string, any>, because: string, source?: string|table, expect?: integer, params?: table}
---@return slavelab.Table
function Table:patch(correction) end

---Long to wide: one column for each value of the column names, filled from the column values; a row for each
---combination of the other columns, or, after group_by, for each group. Cells that nobody has are missing, or fill.
---Two values for one cell raise: summarise first, or give an aggregate, values = "sum(people)", which does both in one
---step. Several names go into one name with sep ("_") between them, and so does the name of the value where there are
---several.
---```lua
---local t = lab.table({ columns = { "year", "age", "people" },
---  { 2022, "adult", 12 }, { 2022, "child", 7 }, { 2023, "adult", 9 } })
---print(t:pivot({ names = "age", values = "people" }))
---print(t:group_by("age"):pivot({ names = "year", values = { "total = sum(people)", "rows = count()" }, fill = 0 }))
---```
---@param options {names: string|string[], values: string|slavelab.Expression|table, fill?: any, sep?: string}
---@return slavelab.Table
function Table:pivot(options) end

---A chart of the table in letters, for a look at the prompt: mark, x, y and color are those of a report's chart.
---Without x and y the last figure is drawn along the first key (?table:roles).
---```lua
---local t = lab.table{ columns = { "year", "people" }, { 2022, 12 }, { 2023, 19 } }
---print(t:plot{ mark = "bar", x = "year", y = "people" })
---```
---@param spec? {mark?: "bar"|"line"|"area"|"point"|"errorbar"|string, x?: any, y?: any, color?: any, title?: string}
---@return table
function Table:plot(spec) end

---For a table read from CSV: the columns that are text although some of their cells read as another type, each with
---the first cell that prevented it (column, type_wanted, line, row, value, why).
---```lua
---local t = lab.parse_csv("people\n12\n1O4\n")
---print(t:problems().value[1])
---```
---@return slavelab.Table
function Table:problems() end

---Makes a row the names of the columns, or several rows joined by a blank (join): rows = 2 are the first two, rows = {
---3, 5 } these. An empty cell of an upper row takes the one to its left, but not past a column that has a cell further
---up; fill = false joins what stands there. What stood above goes to t.preamble; of what stands below, texts are
---proved anew: figures that were texts only because of the header are figures. markers and marks are those of
---read_csv. Columns with neither a name nor a cell are left out.
---```lua
---local t = lab.parse_csv("Referrals,\nforce,people\nKent,12\n", { header = false })
---print(t:promote_header{ row = 2 })
---```
---@param options {row?: integer, rows?: integer|integer[], join?: string, fill?: boolean, markers?: "gss", marks?: "keep"|"strip"}
---@return slavelab.Table
function Table:promote_header(options) end

---The table with a column of these values, one a row, nil for missing: in the place of the column of that name, whose
---title and unit stay, else as the last. The type is that of the values unless given (dates, datetimes and periods are
---given as texts); markers holds the reason of a missing cell or the flags of a value, by row; from names the columns
---of the same row that the values were made from, any figure unless given: t:sources() and t:trace() go by it.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---print(t:put("last year", { 10, nil, 4 }, { markers = { [2] = "[c]", [3] = "[p]" } }))
---```
---@param name string
---@param values any[]|slavelab.Column
---@param options? {type?: string, markers?: table<integer, string>, from?: string|string[]}
---@return slavelab.Table
function Table:put(name, values, options) end

---Adds the fifth (or of groups= others) that each figure lies in, from 1 for the least, as column quantile; invert =
---true begins with the greatest. Equal figures are in one group. Of N values with rank r it is floor(q + 1 - ceil((N +
---1 - r) q / N)), as Public Health England's guide has it. Missing figures have none and take no part; where there are
---fewer values than groups, all are missing.
---```lua
---local t = lab.parse_csv("area,rate\nA,12\nB,7\nC,31\nD,25\nE,18\n")
---print(t:quantile_group { of = "rate", groups = 5 })
---```
---@param of string|string[]|{of: string|string[], groups?: integer, by?: string|string[], invert?: boolean, as?: string}
---@param options? table
---@return slavelab.Table
function Table:quantile_group(of, options) end

---How far ranks could move by chance: adds rank (1 is the greatest value, or the least with invert = true; equal ones
---share it), best_rank and worst_rank, from the limits in the columns lower and upper, as t:indicator gives them. The
---best rank counts the areas whose whole interval lies above, the worst those whose whole interval lies below. The
---notes say how many can be told apart, and "do not rank" where half of them could stand anywhere in more than half of
---the table. Missing figures have none and take no part.
---```lua
---local t = lab.parse_csv("force,charged,recorded\nKent,7,100\nEssex,30,200\nSurrey,5,90\n")
---print(t:indicator("share", { by = "force", columns = { part = "charged", whole = "recorded" } }):rank_interval())
---```
---@param of? string|{of?: string, lower?: string, upper?: string, by?: string|string[], invert?: boolean}
---@param options? table
---@return slavelab.Table
function Table:rank_interval(of, options) end

---Adds of / per * scale (1e5 unless given) as column rate, or the name as= gives. interval = "byar" adds rate_lower
---and rate_upper of the count over the population, which is taken as exact (Byar's approximation, Breslow & Day 1987;
---exact Poisson limits below 10 cases); "poisson" is exact, "wilson" and "clopper-pearson" are for a count out of
---`per`. Fractions of cases raise with an interval, unless weighted = true. A population of 0 gives [z]; a missing
---figure or population gives a missing rate.
---```lua
---local t = lab.table{ columns = { "force", "referrals", "population" },
---  { "Kent", 120, 1900000 }, { "Essex", 0, 0 } }
---print(t:rate{ of = "referrals", per = "population", interval = "byar" })
---```
---@param of string|string[]|{of: string|string[], per: string, scale?: number, as?: string, interval?: "byar"|"poisson"|"wilson"|"clopper-pearson", confidence?: number, weighted?: boolean}
---@param options? table
---@return slavelab.Table
function Table:rate(of, options) end

---For a table read with on_error = "reject" or ragged = "reject": the rows left out (line, reason, text).
---```lua
---local t = lab.parse_csv("n\n1\nx\n", { types = { n = "integer" }, on_error = "reject" })
---print(#t, t:rejects().text[1])
---```
---@return slavelab.Table
function Table:rejects() end

---Columns under new names, in their places: "new = old", { old = "new" } or { { "old", "new" }, ... }; or
---lab.columns(condition) and an expression of their name.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" }, { 2022, "Kent", 12 } })
---print(t:rename("referrals = people", { force = "area" }))
---print(t:rename(lab.columns("numeric"), "upper(name)"))
---```
---@param ... string|table<string, string>|string[][]|slavelab.Columns|function
---@return slavelab.Table
function Table:rename(...) end

---Lays a newer vintage of the same figures over this one: rows are matched by the columns on=, the newer value and its
---flags win, and a value that differs has the flag [r]. A cell that is plainly missing in the newer table leaves the
---older one, a missing one with a reason withdraws it. Rows and columns that only the newer table has are added at the
---end. The column released (or what released= names), which says when a figure was said, is taken over and never
---marked; by it tables in the wrong order are an error, and without it a notice where the newer one looks like the
---older.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---local newer = lab.table{ columns = { "year", "force", "people" },
---  { 2022, "Kent", 52 }, { 2023, "Kent", 61 } }
---print(t:revise(newer, { on = { "year", "force" } }))
---```
---@param newer slavelab.Table
---@param options {on: string|string[], released?: string}
---@return slavelab.Table
function Table:revise(newer, options) end

---What was said of each figure when: a row for each release that says something of it, with release (1, 2, ...), days
---since the first (where days are known), previous (what the release before said, or the first with against =
---"first"), change, percent and direction (first, up, down, same, withdrawn: missing for a reason, restored). key are
---the columns that say which figure a row is, released (a date or a period) when it was said. shape = "triangle" has a
---column for each release; shape = "ages" a row for each release after the first: how many figures, how many of them
---revised, up, down, withdrawn, the mean change and its mean size. A release without a row, or with a cell plainly
---missing, says nothing.
---```lua
---local t = lab.table{ columns = { "year", "people", "released" }, types = { released = "date" },
---  { 2022, 16938, "2023-03-02" }, { 2022, 16921, "2024-03-07" }, { 2023, 17004, "2024-03-07" } }
---print(t:revisions{ key = "year", value = "people" })
---print(t:revisions{ key = "year", value = "people", shape = "triangle" })
---```
---@param value string|{value: string, key: string|string[], released?: string, against?: "previous"|"first", shape?: "long"|"triangle"|"ages"}
---@param options? table
---@return slavelab.Table
function Table:revisions(value, options) end

---What each column is for the verbs that add up, hide, round or chart: a figure, a key that says whom a row counts, or
---a remark; with the reason (column, type, role, why). It goes by what was declared, then by the values: whole numbers
---from 1800 to 2100 are years, others are figures; a name alone decides nothing. With a table of roles, { code = "key"
---}, gives the table with these declared. A basis is a key that says of which release or definition a figure is: rows
---of two bases are not compared.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:roles())
---print(t:roles{ people = "key" }:roles().role[3])
---```
---@param declared? table<string, "figure"|"key"|"basis"|"remark">
---@return slavelab.Table
function Table:roles(declared) end

---Adds the mean (or stat = "sum") of the n periods that end with the row's as column roll. It is missing unless all n
---periods are there with a figure, and [z] where a break in the series ([b]) lies among them, unless across_breaks =
---true.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:roll{ of = "people", over = "year", by = "force", n = 2, stat = "sum" })
---```
---@param of string|string[]|{of: string|string[], over: string|string[], n: integer, by?: string|string[], stat?: "mean"|"sum", across_breaks?: boolean, as?: string}
---@param options? table
---@return slavelab.Table
function Table:roll(of, options) end

---Rounds to dp decimal places (0 unless given) or to multiples of base, half up on the decimal form as lab.round does.
---Without columns=, dp takes all fractional numbers, and base all counts too. low = true gives [low] for what rounds
---to 0 and is not 0. method = "random" takes one of the two multiples beside a count so that it is right on average,
---"controlled" so that all totals of the table (as t:suppress finds them) are still the sums of their parts; both need
---a seed, which gives the same table again and is not to be published.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:round("people", { base = 20 }))
---```
---@param columns? string|string[]|{dp?: integer, base?: number, low?: boolean, method?: "nearest"|"controlled"|"random", seed?: integer}
---@param options? table
---@return slavelab.Table
function Table:round(columns, options) end

---For loops: each row as a Lua table by column name, and its number. A missing cell is nil. For large tables filter
---and summarise first.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---for row, i in t:rows() do print(i, row.year, row.people) end
---```
---@return fun(): table, integer
function Table:rows() end

---n rows (10) drawn without replacement, in the order of the table; all of them when there are fewer. The same seed
---(1) draws the same rows.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(#t:sample(1, { seed = 7 }))
---```
---@param n? integer
---@param options? {seed?: integer}
---@return slavelab.Table
function Table:sample(n, options) end

---One entry for each column: its name, type and number of missing rows, and title, unit and description where a data
---package gave them.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:schema()[3].type, t:schema()[3].missing)
---```
---@return {name: string, type: string, missing: integer, title?: string, unit?: string, description?: string}[]
function Table:schema() end

---The named columns, in the order given, or those of lab.columns(condition). Raises with the nearest names for one
---that is not there.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" }, { 2022, "Kent", 12 } })
---print(t:select("people", "year"))
---```
---@param ... string|string[]|slavelab.Columns
---@return slavelab.Table
function Table:select(...) end

---Adds each figure as percent of the total of its group (by=, or group_by, or the whole table): column share, or the
---name as= gives, and share_total, what it is a share of. interval = "wilson" adds share_lower and share_upper (Wilson
---1927; 95 percent unless confidence=), "clopper-pearson" the exact limits; weighted = true lets cases be fractions,
---as weighted ones are. A total of 0 gives [z]. A group with a missing part has no total, so that its shares are
---missing for the strongest reason; missing = "skip" takes the total of the parts that are known.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:share{ of = "people", by = "year", interval = "wilson" })
---```
---@param of string|string[]|{of: string|string[], by?: string|string[], as?: string, interval?: "wilson"|"clopper-pearson", confidence?: number, weighted?: boolean, missing?: "skip"}
---@param options? table
---@return slavelab.Table
function Table:share(of, options) end

---The table as lines of text, fitted to width (the terminal's, else 80 columns): the first and last of its rows (20 in
---all), the type of each column, numbers with thousands separators, a dot where a cell is missing. print(t) shows the
---same.
---```lua
---print(lab.table({ columns = { "year", "people" }, { 2022, 1042 }, { 2023, "[c]" } }):show({ rows = 10 }))
---```
---@param options? {rows?: integer, width?: integer}
---@return string
function Table:show(options) end

---Rows first to last, both included, counted from 1; negative numbers count from the end. Without last, all from first
---on. What lies outside the table is left out. After group_by, of each group, where last is to be said: slice(1, 1) is
---the first row of each.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:slice(-1))
---```
---@param first integer
---@param last? integer
---@return slavelab.Table
function Table:slice(first, last) end

---The rows in order of the first key, those equal in it in order of the second, and so on; rows equal in all stay as
---they were. "-name" or col.name:desc() goes from the largest to the smallest. Missing values come last either way;
---text goes by code point, or with collate = true, t:sort{ "name", collate = true }, as in an index: Åland beside
---Albania. A key may be an expression.
---```lua
---local t = lab.table { columns = { "year", "n" }, { 2019, 2 }, { 2018, 3 }, { 2019, 5 } }
---print(t:sort("year", "-n"), t:sort(col.n:desc()), t:sort("n % 3"))
---```
---@param ... string|slavelab.Expression|fun(row: slavelab.Row): any|table
---@return slavelab.Table
function Table:sort(...) end

---Where the figures of the table come from, or those of the columns named: the publications of the rows that they were
---made from and no others, through all verbs. Empty when nothing is known. A missing cell comes from nowhere; keys and
---remarks count only where there are no figures.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(#t:with_sources({ { title = "A bulletin" } }):head(1):sources())
---```
---@param columns? string|string[]
---@return {title?: string, publisher?: string, date?: string, url?: string, licence?: string}[]
function Table:sources(columns) end

---Cuts a column of texts into several, named by into: at each separator (sep), or into what the brackets of a pattern
---(PCRE2's) capture, whose names, (?<year>...), stand for into. The new columns take the place of the old one (keep =
---true leaves it before them). A cell that gives another number of parts, or that the pattern does not fit, is an
---error that names rows; unmatched = "missing" leaves the new columns missing there and says how many. They are texts;
---convert = true makes them what all their cells read as. Missing cells keep their reasons.
---```lua
---local t = lab.table{ columns = { "period", "people" }, { "2019 Q1", 12 }, { "2019 Q2", 7 } }
---print(t:split{ column = "period", into = { "year", "quarter" }, sep = " ", convert = true })
---print(t:split("period", { pattern = "^(?<year>\\d{4}) Q(?<quarter>[1-4])$", convert = true }))
---```
---@param column string|{column: string, into?: string|string[], sep?: string, pattern?: string, unmatched?: "error"|"missing", convert?: boolean, keep?: boolean}
---@param options? table
---@return slavelab.Table
function Table:split(column, options) end

---A row for each part of the text between separators (";"), without blanks around it; the other columns repeated. An
---empty part is an empty text; a missing cell stays one row. Counts of other columns count a row as often as it has
---parts: n_distinct, or a sum before it is split.
---```lua
---local t = lab.table({ columns = { "case", "offences" }, { 1, "theft; fraud" }, { 2, "fraud" } })
---print(t:split_rows("offences"):group_by("offences"):summarise("cases = n_distinct(`case`)"))
---```
---@param column string
---@param separator? string
---@return slavelab.Table
function Table:split_rows(column, separator) end

---One row a group: value, lower, upper, numerator (events) and denominator. Directly standardised rates weigh the
---rates of the strata (over= names what divides them, most often age) by a standard: a table of over and a weight, or
---"esp2013"; the denominator is the population. method = "indirect": events over those expected at the rates of
---reference=, a table of over, of and per; the denominator are the expected events, and kind = "rate" multiplies with
---the crude rate of the reference. persons= says how many people had the events of a row, where one may have several.
---Missing [z]: fewer than 10 events or a stratum without people (direct), nothing expected (indirect). Dobson et al.
---1991; Byar's limits, exact below 10. docs/indicators.md.
---```lua
---local t = lab.parse_csv("force,age,offences,people\nKent,young,12,42000\nKent,old,11,61000\nEssex,young,30,52000\nEssex,old,9,40000\n")
---local standard = lab.parse_csv("age,people\nyoung,22000\nold,31500\n")
---print(t:standardise { of = "offences", per = "people", over = "age", by = "force", standard = standard })
---```
---@param of string|{of: string, per: string, over: string|string[], by?: string|string[], method?: "direct"|"indirect", standard?: slavelab.Table|"esp2013", weight?: string, reference?: slavelab.Table, kind?: "ratio"|"rate", persons?: string, scale?: number, confidence?: number, weighted?: boolean}
---@param options? table
---@return slavelab.Table
function Table:standardise(of, options) end

---A row for each group of group_by, or one for the whole table: the keys, then a column for each expression, which may
---use aggregates, keys and $values. An expression without a name has its text as its name. "*_mean = mean(*) over
---numeric" is one for each column that the condition holds of (lab.columns); without a name they keep theirs. A
---function is given the table of the group's rows. count() of nothing is 0, other aggregates of nothing are missing.
---```lua
---local t = lab.table { columns = { "force", "n" }, { "Kent", 2 }, { "Essex", 3 }, { "Kent", 4 } }
---print(t:group_by("force"):summarise("total = sum(n)", "rows = count()"))
---print(t:summarise { { "middle", col.n:median() } })
---```
---@param ... string|slavelab.Expression|table|table
---@return slavelab.Table
function Table:summarise(...) end

---The same as summarise.
---```lua
---local t = lab.table { columns = { "n" }, { 2 }, { 3 } }
---print(t:summarize("sum(n)"))
---```
---@param ... string|slavelab.Expression|table|table
---@return slavelab.Table
function Table:summarize(...) end

---Holds back small counts: those from 1 to below - 1 (below is 5 unless given; 0 too with zeros = true) become missing
---with reason [c]; with part= and whole= parts that leave so few of their whole, too. Unless secondary = false, as few
---others as it takes are held back so that nobody who knows the sums can show that a small count is small (protect =
---"exact": can tell which one it is): totals of the groups of by= (or of the whole table), rows that say Total, a
---column that adds up the others, with across = true the total of a row over the columns. Shares, rates, changes and
---the like that verbs worked out from a hidden count go with it. With previous= an earlier release: what it showed
---stays shown, what it hid stays hidden. hierarchy= lists rows that are sums of others, { { "England", "North",
---"South" } }, a label and its parts. keep= names rows to be hidden only when nothing else will do: a condition, or a
---list of keys, { { force = "Kent" } }. As few cells as can be found are hidden, or with cost = "value" the smallest
---sum. Where nothing can protect a count, that is an error which names it. Without columns= all columns of whole
---numbers are treated. t:notes() says how many, and t:log() to the author which.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:suppress{ "people", below = 15, by = "year" })
---```
---@param columns? string|string[]|{below?: integer, by?: string|string[], protect?: "threshold"|"exact", zeros?: boolean, across?: boolean, part?: string, whole?: string, previous?: slavelab.Table, hierarchy?: string[][], keep?: string|slavelab.Expression|table[], cost?: "cells"|"value", secondary?: boolean, reason?: string}
---@param options? table
---@return slavelab.Table
function Table:suppress(columns, options) end

---The last n rows (10); after group_by, of each group, in the order of the table.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, nil, 7 } })
---print(t:tail(1))
---```
---@param n? integer
---@return slavelab.Table
function Table:tail(n) end

---The rows with these numbers, counted from 1, in that order; a row may come more than once.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---print(t:take{ 3, 1 })
---```
---@param rows integer[]
---@return slavelab.Table
function Table:take(rows) end

---The same as a text.
---```lua
---local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
---print(t:to_csv())
---```
---@param options? {delim?: string, markers?: boolean, guard?: boolean, missing?: string, excel?: boolean, bom?: boolean, eol?: string, decimal?: string}
---@return string
function Table:to_csv(options) end

---All rows as a list of Lua tables by column name; a missing cell is nil.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(#t:to_list(), t:to_list()[1].force)
---```
---@return table[]
function Table:to_list() end

---Adds rows that add up over the named columns, which say Total (or label=) in them; with several columns for each
---combination. What is added up are the columns of whole numbers (or of=) that are no years or codes, within groups of
---all other columns that say whom a row counts (or by=). Fractional numbers cannot be added up and are [z]. A total
---with a missing part is missing for its reason, unless missing = "skip". Columns that get the word become text.
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---print(t:totals("force"))
---```
---@param over string|string[]|{of?: string|string[], by?: string|string[], label?: string, missing?: "skip"}
---@param ... string|table
---@return slavelab.Table
function Table:totals(over, ...) end

---The labels of text columns that say Total or the like while other labels stand beside them: column, label, rows.
---Summing a column of such a table counts people several times; see drop_totals.
---```lua
---local t = lab.table{ columns = { "age", "people" }, { "Total", 12 }, { "Adult", 7 }, { "Child", 5 } }
---print(t:totals_found())
---```
---@return slavelab.Table
function Table:totals_found() end

---The cells that the figure in this row and column was made from, in the tables where figures begin: file, line, row,
---column, value, and id and title of the source. Tables of a data package are traced through all verbs, and those of
---t:with_sources; a missing cell has nothing behind it.
---```lua
---local t = lab.table { columns = { "force", "people", "source" }, { "Kent", 12, "a" }, { "Kent", 3, "b" } }
---  :with_sources({ { name = "a", title = "A bulletin" }, { name = "b", title = "Another" } }, "source")
---print(t:summarise("people = sum(people)"):trace(1, "people"))
---```
---@param row integer
---@param column string
---@return slavelab.Table
function Table:trace(row, column) end

---How much figures grew or fell from period to period, one row a group: value with lower and upper, p_value,
---dispersion, periods (how many took part), from and to. kind = "poisson": counts, as a ratio each period (1.08: 8
---percent more), per= being their population; where they vary by more than chance (dispersion above 1) the interval is
---widened (quasi-Poisson), and a note says so. "proportion": `of` of `per`, in percentage points, with Cochran and
---Armitage's test. "linear": measures, by least squares. Periods go by the calendar; only figures after the last break
---([b]) take part, unless across_breaks = true. Fewer than three figures, or none above 0, give [z].
---```lua
---local t = lab.parse_csv("year,offences\n2018,23\n2019,31\n2020,28\n2021,40\n2022,47\n2023,52\n")
---print(t:trend { of = "offences", over = "year", kind = "poisson" })
---```
---@param of string|{of: string, over: string|string[], kind: "poisson"|"linear"|"proportion", per?: string, by?: string|string[], confidence?: number, across_breaks?: boolean, weighted?: boolean}
---@param options? table
---@return slavelab.Table
function Table:trend(of, options) end

---The keys that only one of two tables has, before they are joined: side (left is this table), the keys, and the
---number of rows with each. A missing key matches nothing. A notice, and t:notes(), name keys that look alike and are
---not equal: they differ in blanks, letter case, hyphens, apostrophes, the way an accent is written, or a mark at the
---end ("Hampshire (R)").
---```lua
---local t = lab.table{ columns = { "year", "force", "people" },
---  { 2021, "Kent", 40 }, { 2021, "Essex", 10 }, { 2022, "Kent", 50 }, { 2022, "Essex", 30 } }
---local areas = lab.table{ columns = { "force", "area" }, { "Kent", "South East" }, { "Surrey", "South East" } }
---print(t:unmatched(areas, { on = "force" }))
---```
---@param other slavelab.Table
---@param options string|{on: string|string[]|table<string, string>}
---@return slavelab.Table
function Table:unmatched(other, options) end

---Wide to long: the named columns below one another, their names in the column names, their values in the column
---values; the others repeated. Types must agree (integer meets number as number). A name that says several things is
---cut into several columns, names = { "age", "year" }, at each sep, or into what the brackets of a pattern (PCRE2's)
---capture; without either at "_" or "|", or at the one separator that cuts all names into so many parts. They are
---texts, unless types says what else or convert = true proves it.
---```lua
---local t = lab.table({ columns = { "year", "age", "people" },
---  { 2022, "adult", 12 }, { 2022, "child", 7 }, { 2023, "adult", 9 } })
---local wide = t:pivot({ names = "age", values = "people" })
---print(wide:unpivot({ columns = { "adult", "child" }, names = "age", values = "people" }))
---local both = lab.table({ columns = { "adult_2022", "adult_2023" }, { 12, 9 } })
---print(both:unpivot({ columns = both:column_names(), names = { "age", "year" }, sep = "_", types = { year = "integer" } }))
---```
---@param options {columns: string[]|slavelab.Columns, names?: string|string[], values?: string, sep?: string, pattern?: string, types?: table<string, string>, convert?: boolean}
---@return slavelab.Table
function Table:unpivot(options) end

---The same table with one field of about() set: for verbs written in Lua that have something to hand on.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:with_about("suppressed", { cells = 2 }):about().suppressed.cells)
---```
---@param field string
---@param value table|slavelab.Table
---@return slavelab.Table
function Table:with_about(field, value) end

---The same table with titles, units and descriptions of its columns, by name. Reports use them as headings.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:with_fields({ people = { unit = "persons" } }):schema()[3].unit)
---```
---@param fields table<string, {title?: string, unit?: string, description?: string}>
---@return slavelab.Table
function Table:with_fields(fields) end

---The same table that names these publications as its sources: tables of title, publisher, date, url, licence, all
---texts. With the name of a text column, whose cells are the `name` of a source, the sources are those that the rows
---still there name.
---```lua
---local t = lab.table({ columns = { "year", "force", "people" },
---  { 2022, "Kent", 12 }, { 2023, "Kent", nil } })
---print(t:with_sources({ { title = "A bulletin" } }):sources()[1].title)
---```
---@param sources table[]
---@param column? string
---@return slavelab.Table
function Table:with_sources(sources, column) end

---Writes the table as CSV (UTF-8, LF), complete or not at all, and gives it back; "-" is standard output. Numbers read
---back equal. A missing cell is empty, or missing = "NA"; reasons and flags are written as markers ([c], 12 [p])
---unless markers = false. guard = true is for files that a spreadsheet opens: texts that begin with = + - @ get an
---apostrophe in front; excel = true is that, a byte order mark and CRLF, by which Excel opens the file as it is meant.
---A path that ends in .gz or .zst is packed; in one that ends in .tsv or .tab tabs separate cells.
---```lua
---local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
---t:write_csv("forces.csv")
---print(lab.read_file("forces.csv"))
---```
---@param path string
---@param options? {delim?: string, markers?: boolean, guard?: boolean, missing?: string, excel?: boolean, bom?: boolean, eol?: string, decimal?: string}
---@return slavelab.Table
function Table:write_csv(path, options) end

---Writes the table as an ODS workbook of one sheet, complete or not at all, and gives it back: a title, how to read
---the table (shorthand, blank cells, sources, notes), and below that the table, marked, with one header row and units
---in round brackets. Numbers, dates and booleans are what they are, a share (unit "proportion") is a percentage;
---reasons and flags are written as shorthand ([c], 12 [p]). lab.read_sheet reads it back equal. missing = "[x]" is
---what stands for a missing cell without a reason; it is blank unless given. A table of any length is written in the
---same memory.
---```lua
---local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
---t:write_ods("forces.ods", { title = "Potential victims by force", units = { people = "number" } })
---print(lab.read_sheet("forces.ods"))
---```
---@param path string
---@param options? {title?: string, sheet?: string, table?: string, titles?: table<string, string>, units?: table<string, string>, decimals?: integer|table<string, integer>, missing?: string, notes?: string|string[], source?: string|table, lang?: string, author?: string, keywords?: string}
---@return slavelab.Table
function Table:write_ods(path, options) end

---The same as an XLSX workbook. A cell holds 32,767 characters at most; two headings that differ by large and small
---letters alone are refused, as Excel takes such a table for damaged. ODS is what statistics are published in.
---```lua
---local t = lab.table({ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", "[c]" } })
---t:write_xlsx("forces.xlsx", { title = "Potential victims by force" })
---print(lab.workbook("forces.xlsx"))
---```
---@param path string
---@param options? {title?: string, sheet?: string, table?: string, titles?: table<string, string>, units?: table<string, string>, decimals?: integer|table<string, integer>, missing?: string, notes?: string|string[], source?: string|table, lang?: string, author?: string, keywords?: string}
---@return slavelab.Table
function Table:write_xlsx(path, options) end

---@class slavelab.Column
---@field [integer] any
---@operator len: integer
local Column = {}

---Gives the column's memory back now rather than when it is collected, unless a table still has it. Using it
---afterwards raises.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---c:close()
---print(pcall(function() return #c end))
---```
function Column:close() end

---How many values are present.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:count())
---```
---@return integer
function Column:count() end

---The value of the first row, nil when it is missing.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:first())
---```
---@return any
function Column:first() end

---The labels of a text column as its dictionary has them, in order of first appearance; it may hold labels that no row
---has any more. nil when there are more than `most`, or no dictionary.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---print(#t.force:labels(100))
---```
---@param most integer
---@return string[]|nil
function Column:labels(most) end

---The value of the last row, nil when it is missing.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:last())
---```
---@return any
function Column:last() end

---Why the value of a row is missing, "[c]", or the flags of a value that is there, "[p][r]"; nil for neither.
---```lua
---local t = lab.table({ columns = { "n" }, { 12 }, { "[c]" } })
---print(t.n:marker(2))
---```
---@param row integer
---@return string|nil
function Column:marker(row) end

---The reasons of missing cells and the flags of values, by row: { [2] = "[c]" }. Rows without any are absent.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---print(next(t.people:markers()))
---```
---@return table<integer, string>
function Column:markers() end

---The largest present value; nil when there are none.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:max())
---```
---@return any
function Column:max() end

---The mean of the present values; nil when there are none.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:mean())
---```
---@return number|nil
function Column:mean() end

---The median of the present values; nil when there are none.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:median())
---```
---@return number|nil
function Column:median() end

---The smallest present value; nil when there are none.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:min())
---```
---@return any
function Column:min() end

---How many values are missing.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:missing())
---```
---@return integer
function Column:missing() end

---How many different values are present.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:n_distinct())
---```
---@return integer
function Column:n_distinct() end

---The name it has in the table it came from.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:name())
---```
---@return string|nil
function Column:name() end

---The labels of a text column in the order that t:order gave them, those among them that no row has; nil when it has
---none.
---```lua
---local t = lab.table{ columns = { "force", "people" }, { "Kent", 12 }, { "Essex", 3 }, { "Kent", 5 } }
---print(t:order("force", { "Kent", "Essex" }).force:order()[1])
---```
---@return string[]|nil
function Column:order() end

---The p-quantile of the present values, type 7 of Hyndman and Fan (1996); nil when there are none.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:quantile(0.9))
---```
---@param p number
---@return number|nil
function Column:quantile(p) end

---The sample standard deviation (n - 1) of the present values; nil for fewer than two.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:sd())
---```
---@return number|nil
function Column:sd() end

---The sum of the present values, exact for integers; nil when there are none. Past 64 bits it raises.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:sum())
---```
---@return number|nil
function Column:sum() end

---The values as a list; a missing one is nil, so count with its field n.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:to_list().n)
---```
---@return {n: integer}
function Column:to_list() end

---integer, number, text, boolean, date, datetime, month, quarter, financial-year, year-ending or year.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:type())
---```
---@return string
function Column:type() end

---The different present values, in the order they first appear.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(#c:unique())
---```
---@return any[]
function Column:unique() end

---For loops: the number of each row and its value, nil where it is missing.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---for row, value in c:values() do print(row, value) end
---```
---@return fun(): integer, any
function Column:values() end

---The sample variance (n - 1) of the present values; nil for fewer than two.
---```lua
---local c = lab.table({ columns = { "people" }, { 12 }, { 7 }, { nil } }).people
---print(c:var())
---```
---@return number|nil
function Column:var() end

---@class slavelab.Expression
---@operator add(any): slavelab.Expression
---@operator sub(any): slavelab.Expression
---@operator mul(any): slavelab.Expression
---@operator div(any): slavelab.Expression
---@operator idiv(any): slavelab.Expression
---@operator mod(any): slavelab.Expression
---@operator pow(any): slavelab.Expression
---@operator concat(any): slavelab.Expression
---@operator unm: slavelab.Expression
---@operator band(slavelab.Expression): slavelab.Expression
---@operator bor(slavelab.Expression): slavelab.Expression
---@operator bnot: slavelab.Expression
local Expression = {}

---Without its sign.
---
---A missing value: stays missing. R: abs(x); Python: x.abs(); SQL: abs(x)
---```lua
---print(col.change:abs())
---```
---@return slavelab.Expression
function Expression:abs() end

---The date so many days later, or earlier where n is negative; date + n says the same. A datetime keeps its time.
---
---A missing value: stays missing. R: x + days(30); Python: x + pd.Timedelta(days=30); SQL: date_add(x, INTERVAL 30
---DAY)
---```lua
---print(col.received:add_days(45))
---```
---@param n integer|slavelab.Expression
---@return slavelab.Expression
function Expression:add_days(n) end

---The datetime so many hours later, or earlier where n is negative.
---
---A missing value: stays missing. R: x + hours(n); Python: x + pd.to_timedelta(n, 'h'); SQL: x + INTERVAL (n) HOUR
---```lua
---print(col.arrested:add_hours(24))
---```
---@param n integer|slavelab.Expression
---@return slavelab.Expression
function Expression:add_hours(n) end

---The datetime so many minutes later, or earlier where n is negative.
---
---A missing value: stays missing. R: x + minutes(n); Python: x + pd.to_timedelta(n, 'm'); SQL: x + INTERVAL (n) MINUTE
---```lua
---print(col.called:add_minutes(15))
---```
---@param n integer|slavelab.Expression
---@return slavelab.Expression
function Expression:add_minutes(n) end

---The same day of the month so many months later (earlier where n is negative), or the last day of a month that is too
---short for it: 31 January and a month is 28 or 29 February.
---
---A missing value: stays missing. R: add_with_rollback(x, months(12)); Python: x + pd.DateOffset(months=12); SQL:
---date_add(x, INTERVAL 12 MONTH)
---```lua
---print(col.received:add_months(-12))
---```
---@param n integer|slavelab.Expression
---@return slavelab.Expression
function Expression:add_months(n) end

---The working day so many working days later: add_working_days(date, days). See lab.add_working_days.
---```lua
---print(col.received:add_working_days(20))
---```
---@param days slavelab.Expression|integer
---@return slavelab.Expression
function Expression:add_working_days(days) end

---True when it is true of every row; missing when false of none but one is missing.
---
---A missing value: leaves it open, unless one is false. R: all(c); Python: c.all(); SQL: bool_and(c)
---```lua
---print(col.age:lt(18):all())
---```
---@return slavelab.Expression
function Expression:all() end

---True when it is true of one row; missing when of none but one is missing.
---
---A missing value: leaves it open, unless one is true. R: any(c); Python: c.any(); SQL: bool_or(c)
---```lua
---print(col.age:lt(18):any())
---```
---@return slavelab.Expression
function Expression:any() end

---From low to high, both ends included.
---```lua
---print(col.age:between(18, 24))
---```
---@param low any
---@param high any
---@return slavelab.Expression
function Expression:between(low, high) end

---The lower limit of a count of events (Breslow and Day 1987), exact below 10.
---
---A missing value: stays missing. R: PHEindicatormethods::byars_lower(x), not exact below 10
---```lua
---print(col.offences:byar_lower())
---```
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:byar_lower(confidence, weighted) end

---The upper limit of a count of events (Breslow and Day 1987), exact below 10.
---
---A missing value: stays missing. R: PHEindicatormethods::byars_upper(x), not exact below 10
---```lua
---print(col.offences:byar_upper())
---```
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:byar_upper(confidence, weighted) end

---The value behind the first condition that is true; otherwise, and where a condition is missing and none is true, the
---last one, or missing when there is none. All values are worked out for every row.
---
---A missing value: a missing condition is not true. R: case_when(c ~ a, d ~ b, .default = e); Python: np.select([c,
---d], [a, b], e); SQL: CASE WHEN c THEN a WHEN d THEN b ELSE e END
---```lua
---print(col.age:lt(18):case_when("child", col.age:lt(65), "adult", "older"))
---```
---@param yes any
---@param ... any
---@return slavelab.Expression
function Expression:case_when(yes, ...) end

---The smallest integer that is not below; missing [z] of NaN.
---
---A missing value: stays missing. R: ceiling(x); Python: np.ceil(x); SQL: ceil(x)
---```lua
---print(col.rate:ceil())
---```
---@return slavelab.Expression
function Expression:ceil() end

---The exact lower limit of the share x of n (Clopper and Pearson 1934); [z] where n is 0.
---
---A missing value: stays missing. R: binom.test(x, n)$conf.int[1]; Python: statsmodels proportion_confint(x, n,
---method="beta")[0]
---```lua
---print(col.referred:clopper_pearson_lower(col.recorded))
---```
---@param n slavelab.Operand
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:clopper_pearson_lower(n, confidence, weighted) end

---The exact upper limit of the share x of n (Clopper and Pearson 1934); [z] where n is 0.
---
---A missing value: stays missing. R: binom.test(x, n)$conf.int[2]; Python: statsmodels proportion_confint(x, n,
---method="beta")[1]
---```lua
---print(col.referred:clopper_pearson_upper(col.recorded))
---```
---@param n slavelab.Operand
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:clopper_pearson_upper(n, confidence, weighted) end

---The first of several values in a row that is there.
---
---A missing value: passed over. R: coalesce(a, b); Python: a.combine_first(b) or a.fillna(0); SQL: coalesce(a, b)
---```lua
---print(col.revised:coalesce(col.first_published))
---```
---@param ... any
---@return slavelab.Expression
function Expression:coalesce(...) end

---True where the text occurs in it, capitals counting.
---
---A missing value: stays missing. R: str_detect(x, fixed("23")); Python: x.str.contains("23", regex=False); SQL:
---contains(x, '23')
---```lua
---print(col.force:contains("Police"))
---```
---@param text string
---@return slavelab.Expression
function Expression:contains(text) end

---Pearson's correlation with another column.
---
---A missing value: pairs with one missing are left out. R: cor(x, y, use = "complete.obs"); Python: x.corr(y); SQL:
---corr(x, y)
---```lua
---print(col.a:corr(col.b))
---```
---@param other slavelab.Expression
---@return slavelab.Expression
function Expression:corr(other) end

---How many values there are; missing ones are not counted. count() is the number of rows.
---
---A missing value: not counted; count() counts rows. R: sum(!is.na(x)) or n(); Python: x.count() or len(df); SQL:
---count(x) or count(*)
---```lua
---print(col.age:count())
---```
---@return slavelab.Expression
function Expression:count() end

---The number of rows for which the condition is true: not those where it is missing.
---
---A missing value: not counted. R: sum(c, na.rm = TRUE); Python: c.sum(); SQL: count_if(c) or count(*) FILTER (WHERE
---c)
---```lua
---print(col.age:lt(18):count_if())
---```
---@return slavelab.Expression
function Expression:count_if() end

---The largest value so far; a missing row is missing and is passed over.
---
---A missing value: stays missing and is passed over. R: cummax(x), missing from there on; Python: x.cummax(); SQL:
---max(x) OVER (ORDER BY t)
---```lua
---print(col.n:cummax())
---```
---@return slavelab.Expression
function Expression:cummax() end

---The smallest value so far; a missing row is missing and is passed over.
---
---A missing value: stays missing and is passed over. R: cummin(x), missing from there on; Python: x.cummin(); SQL:
---min(x) OVER (ORDER BY t)
---```lua
---print(col.n:cummin())
---```
---@return slavelab.Expression
function Expression:cummin() end

---The sum so far; a missing row is missing and the sum goes on after it.
---
---A missing value: stays missing; the sum goes on after it. R: cumsum(x), missing from there on; Python: x.cumsum();
---SQL: sum(x) OVER (ORDER BY t)
---```lua
---print(col.n:cumsum())
---```
---@return slavelab.Expression
function Expression:cumsum() end

---The band that a number lies in, as a text: cut(age, 10, 20) gives "under 10", "10 to 19", "20 and over". A bound
---belongs to the band above it; texts of your own, one more than bounds, follow them; missing [z] of NaN.
---
---A missing value: stays missing. R: cut(x, c(-Inf, 8, 10, Inf), right = FALSE); Python: pd.cut(x, [-inf, 8, 10, inf],
---right=False); SQL: width_bucket(x, ARRAY[8, 10]), a number
---```lua
---print(col.age:cut(18, 65, "child", "adult", "older"))
---```
---@param ... any
---@return slavelab.Expression
function Expression:cut(...) end

---A date from a text 2019-03-25, 25/03/2019, 25 March 2019 or 25 Mar 2019, or from a year with month and day.
---
---A missing value: stays missing. R: make_date(y, m, d) or ymd(x); Python: pd.to_datetime(x); SQL: make_date(y, m, d)
---```lua
---print(col.year:date(4, 1))
---```
---@param month? integer
---@param day? integer
---@return slavelab.Expression
function Expression:date(month, day) end

---A day and a time of day, without a zone: from a text 2019-03-25 10:30 (or T between, 25/03/2019 10:30:05, 25 March
---2019 9:30), from a date (its midnight) and a text 10:30, or from whole numbers; second is 0 unless given.
---
---A missing value: stays missing. R: make_datetime(y, m, d, h, mi) or ymd_hm(x); Python: pd.to_datetime(x); SQL:
---make_timestamp(y, m, d, h, mi, s)
---```lua
---print(col.day:datetime(col.time))
---```
---@param time? string|integer|slavelab.Expression
---@param day? integer
---@param hour? integer
---@param minute? integer
---@param second? integer
---@return slavelab.Expression
function Expression:datetime(time, day, hour, minute, second) end

---The day of the month, 1 to 31.
---
---A missing value: stays missing. R: lubridate::day(x); Python: x.dt.day; SQL: day(x)
---```lua
---print(col.received:day())
---```
---@return slavelab.Expression
function Expression:day() end

---The days from one date to another, as to - from: negative when the second is the earlier. Of datetimes the days
---count, not the hours.
---
---A missing value: stays missing. R: difftime(b, a, units = "days"); Python: (b - a).dt.days; SQL: date_diff('day', a,
---b) or datediff('day', a, b)
---```lua
---print(col.referred:days_between(col.decided))
---```
---@param to slavelab.Expression|string
---@return slavelab.Expression
function Expression:days_between(to) end

---1 for the smallest; equal values share a rank, and the next value has the next rank.
---
---A missing value: stays missing and is not counted. R: dense_rank(x); Python: x.rank(method="dense"); SQL:
---dense_rank() OVER (ORDER BY x)
---```lua
---print(col.n:dense_rank())
---```
---@return slavelab.Expression
function Expression:dense_rank() end

---For sort: from the largest to the smallest; missing values still come last.
---```lua
---local t = lab.table { columns = { "n" }, { 1 }, { 3 } }
---print(t:sort(col.n:desc()))
---```
---@return slavelab.Expression
function Expression:desc() end

---True where it ends with the text.
---
---A missing value: stays missing. R: str_ends(x, "1") or endsWith(x, "1"); Python: x.str.endswith("1"); SQL:
---ends_with(x, '1')
---```lua
---print(col.force:ends_with("Police"))
---```
---@param text string
---@return slavelab.Expression
function Expression:ends_with(text) end

---Equal to a value or to another expression; missing when either is missing.
---```lua
---print(col.sex:eq("F"))
---```
---@param value any
---@return slavelab.Expression
function Expression:eq(value) end

---e to that power; missing [z] beyond the doubles.
---
---A missing value: stays missing. R: exp(x); Python: np.exp(x); SQL: exp(x)
---```lua
---print(col.n:exp())
---```
---@return slavelab.Expression
function Expression:exp() end

---What the pattern fits first in it, or the part of that in a pair of brackets, by number or name; missing where it
---fits nowhere or the brackets have no part in it.
---
---A missing value: stays missing. R: str_extract(x, "[0-9]+$"); Python: x.str.extract("([0-9]+)$"); SQL:
---regexp_extract(x, '[0-9]+$'), empty where nothing fits
---```lua
---print(col.code:extract("([A-Z])\\d+", 1))
---```
---@param pattern string
---@param part? integer|string
---@return slavelab.Expression
function Expression:extract(pattern, part) end

---The year from April to March that a date, month or quarter lies in, as text: 2017/18. period(x) makes a period of
---it.
---
---A missing value: stays missing. Python: x.dt.to_period("Y-MAR"); SQL: year(x - INTERVAL 3 MONTH), its first year
---```lua
---print(col.received:financial_year())
---```
---@return slavelab.Expression
function Expression:financial_year() end

---The value of the first row, missing or not.
---
---A missing value: kept: the row's value, missing or not. R: first(x); Python: x.iloc[0]; SQL: first(x)
---```lua
---print(col.force:first())
---```
---@return slavelab.Expression
function Expression:first() end

---The largest integer that is not above; missing [z] of NaN.
---
---A missing value: stays missing. R: floor(x); Python: np.floor(x); SQL: floor(x)
---```lua
---print(col.rate:floor())
---```
---@return slavelab.Expression
function Expression:floor() end

---The ONS code of the police force area that a name means: force_code(name). See lab.force_code.
---```lua
---print(col.force:force_code())
---```
---@return slavelab.Expression
function Expression:force_code() end

---The police force of an area, by the code of the area: force_name(code). See lab.force_name.
---```lua
---print(col.pfa_code:force_name())
---```
---@return slavelab.Expression
function Expression:force_name() end

---Greater than or equal; missing when either is missing.
---```lua
---print(col.age:ge(17))
---```
---@param value any
---@return slavelab.Expression
function Expression:ge(value) end

---Greater than; missing when either is missing.
---```lua
---print(col.age:gt(17))
---```
---@param value any
---@return slavelab.Expression
function Expression:gt(value) end

---The hour, 0 to 23.
---
---A missing value: stays missing. R: lubridate::hour(x); Python: x.dt.hour; SQL: hour(x)
---```lua
---print(col.arrested:hour())
---```
---@return slavelab.Expression
function Expression:hour() end

---The hours from one datetime to another, a number: 1.5 is an hour and a half; negative when the second is the
---earlier.
---
---A missing value: stays missing. R: as.numeric(difftime(b, a, units = "hours")); Python: (b - a) /
---pd.Timedelta(hours=1); SQL: date_diff('hour', a, b), whole hours
---```lua
---print(col.arrested:hours_between(col.released))
---```
---@param to slavelab.Expression|string
---@return slavelab.Expression
function Expression:hours_between(to) end

---One value where the condition is true, the other where it is false; missing where it is missing. Both are worked out
---for every row, so that a conversion that fails in the one not taken is still an error.
---
---A missing value: missing where the condition is. R: if_else(c, a, b); Python: np.where(c, a, b), b where c is
---missing; SQL: CASE WHEN c THEN a ELSE b END, b where c is NULL
---```lua
---print(col.age:ge(18):if_else("adult", "child"))
---```
---@param yes any
---@param no any
---@return slavelab.Expression
function Expression:if_else(yes, no) end

---Converted to an integer; raises where a value does not convert.
---
---A missing value: stays missing. R: as.integer(x); Python: x.astype("Int64"); SQL: CAST(x AS INTEGER)
---```lua
---print(col.n:integer())
---```
---@return slavelab.Expression
function Expression:integer() end

---True where there is no value; itself never missing.
---```lua
---print(col.age:is_missing())
---```
---@return slavelab.Expression
function Expression:is_missing() end

---True where there is a value; itself never missing.
---```lua
---print(col.age:is_not_missing())
---```
---@return slavelab.Expression
function Expression:is_not_missing() end

---One of the values, given one by one or as a list; missing when the value itself is missing.
---```lua
---print(col.force:isin("Kent", "Essex"), col.force:isin{"Kent", "Essex"})
---```
---@param ... any
---@return slavelab.Expression
function Expression:isin(...) end

---The texts of all rows in one, in the order of rows and as often as they stand there, with the separator between
---them.
---
---A missing value: left out; of none the result is missing. R: str_flatten(x, "; ", na.rm = TRUE) or paste(x, collapse
---= "; "); Python: "; ".join(x.dropna()); SQL: string_agg(x, '; ') or group_concat(x, '; ')
---```lua
---print(col.force:join_text("; "))
---```
---@param separator string
---@return slavelab.Expression
function Expression:join_text(separator) end

---The value n rows before (1 unless given), within the group.
---
---A missing value: kept: the row's value, missing or not. R: lag(x); Python: x.shift(1); SQL: lag(x) OVER (ORDER BY t)
---```lua
---print(col.n:lag())
---```
---@param n? integer
---@return slavelab.Expression
function Expression:lag(n) end

---The value of the last row, missing or not.
---
---A missing value: kept: the row's value, missing or not. R: last(x); Python: x.iloc[-1]; SQL: last(x)
---```lua
---print(col.force:last())
---```
---@return slavelab.Expression
function Expression:last() end

---Less than or equal; missing when either is missing.
---```lua
---print(col.age:le(17))
---```
---@param value any
---@return slavelab.Expression
function Expression:le(value) end

---The value n rows after (1 unless given), within the group.
---
---A missing value: kept: the row's value, missing or not. R: lead(x); Python: x.shift(-1); SQL: lead(x) OVER (ORDER BY
---t)
---```lua
---print(col.n:lead())
---```
---@param n? integer
---@return slavelab.Expression
function Expression:lead(n) end

---The number of its characters.
---
---A missing value: stays missing. R: str_length(x) or nchar(x); Python: x.str.len(); SQL: length(x)
---```lua
---print(col.force:length())
---```
---@return slavelab.Expression
function Expression:length() end

---The natural logarithm, or to another base; missing [z] where there is none.
---
---A missing value: stays missing. R: log(x); Python: np.log(x); SQL: ln(x)
---```lua
---print(col.n:log(10))
---```
---@param base? number
---@return slavelab.Expression
function Expression:log(base) end

---In small letters.
---
---A missing value: stays missing. R: str_to_lower(x) or tolower(x); Python: x.str.lower(); SQL: lower(x)
---```lua
---print(col.force:lower())
---```
---@return slavelab.Expression
function Expression:lower() end

---Less than; missing when either is missing.
---```lua
---print(col.age:lt(17))
---```
---@param value any
---@return slavelab.Expression
function Expression:lt(value) end

---True where the regular expression (PCRE2's) fits anywhere in it.
---
---A missing value: stays missing. R: str_detect(x, "^E") or grepl("^E", x); Python: x.str.contains("^E"); SQL:
---regexp_matches(x, '^E') or regexp_like(x, '^E')
---```lua
---print(col.code:matches("^E[0-9]+$"))
---```
---@param pattern string
---@return slavelab.Expression
function Expression:matches(pattern) end

---The largest value.
---
---A missing value: left out; of none the result is missing. R: max(x, na.rm = TRUE); Python: x.max(); SQL: max(x)
---```lua
---print(col.age:max())
---```
---@return slavelab.Expression
function Expression:max() end

---The largest of several values in a row; missing ones are left out.
---
---A missing value: left out; missing when all are. R: pmax(a, b, na.rm = TRUE); Python: df[["a", "b"]].max(axis=1);
---SQL: greatest(a, b)
---```lua
---print(col.a:max_of(col.b, 0))
---```
---@param ... any
---@return slavelab.Expression
function Expression:max_of(...) end

---The arithmetic mean; missing values are left out.
---
---A missing value: left out; of none the result is missing. R: mean(x, na.rm = TRUE); Python: x.mean(); SQL: avg(x)
---```lua
---print(col.age:mean())
---```
---@return slavelab.Expression
function Expression:mean() end

---The median; missing values are left out. Of dates it is a date: between two days the one halfway, or the day before
---that; of datetimes a datetime.
---
---A missing value: left out; of none the result is missing. R: median(x, na.rm = TRUE); Python: x.median(); SQL:
---median(x)
---```lua
---print(col.age:median())
---```
---@return slavelab.Expression
function Expression:median() end

---The smallest value.
---
---A missing value: left out; of none the result is missing. R: min(x, na.rm = TRUE); Python: x.min(); SQL: min(x)
---```lua
---print(col.age:min())
---```
---@return slavelab.Expression
function Expression:min() end

---The smallest of several values in a row; missing ones are left out.
---
---A missing value: left out; missing when all are. R: pmin(a, b, na.rm = TRUE); Python: df[["a", "b"]].min(axis=1);
---SQL: least(a, b)
---```lua
---print(col.a:min_of(col.b))
---```
---@param ... any
---@return slavelab.Expression
function Expression:min_of(...) end

---The minute, 0 to 59.
---
---A missing value: stays missing. R: lubridate::minute(x); Python: x.dt.minute; SQL: minute(x)
---```lua
---print(col.arrested:minute())
---```
---@return slavelab.Expression
function Expression:minute() end

---The minutes from one datetime to another, a number.
---
---A missing value: stays missing. R: as.numeric(difftime(b, a, units = "mins")); Python: (b - a) /
---pd.Timedelta(minutes=1); SQL: date_diff('minute', a, b), whole minutes
---```lua
---print(col.called:minutes_between(col.answered))
---```
---@param to slavelab.Expression|string
---@return slavelab.Expression
function Expression:minutes_between(to) end

---The value that occurs most often; of several that do, the smallest.
---
---A missing value: left out; of none the result is missing. R: collapse::fmode(x); Python: x.mode().iloc[0]; SQL:
---mode(x), any of several
---```lua
---print(col.nationality:mode())
---```
---@return slavelab.Expression
function Expression:mode() end

---The month of a date or month, 1 to 12; of a year ending, its last.
---
---A missing value: stays missing. R: lubridate::month(x); Python: x.dt.month; SQL: month(x)
---```lua
---print(col.received:month())
---```
---@return slavelab.Expression
function Expression:month() end

---How many different values there are.
---
---A missing value: not counted. R: n_distinct(x, na.rm = TRUE); Python: x.nunique(); SQL: count(DISTINCT x)
---```lua
---print(col.force:n_distinct())
---```
---@return slavelab.Expression
function Expression:n_distinct() end

---Not equal; missing when either is missing.
---```lua
---print(col.sex:ne("F"))
---```
---@param value any
---@return slavelab.Expression
function Expression:ne(value) end

---In a normal form of Unicode, "NFC" unless "NFD", "NFKC" or "NFKD" is asked for: a letter and its accent become one
---character, or two, however they were typed.
---
---A missing value: stays missing. R: stringi::stri_trans_nfc(x); Python: x.str.normalize("NFC"); SQL: normalize(x,
---NFC) or nfc_normalize(x)
---```lua
---print(col.name:normalize())
---```
---@param form? string
---@return slavelab.Expression
function Expression:normalize(form) end

---The number, 1 to n, of the part that a row lies in when the rows of a group, put in order, are cut into n parts of
---as many rows, the first ones of one more. Equal values stand in the order of rows and may be parted; missing rows
---stay missing.
---
---A missing value: stays missing and is not counted. R: ntile(x, 2); Python: pd.qcut(x.rank(method="first"), 2,
---labels=False) + 1; SQL: ntile(2) OVER (ORDER BY x)
---```lua
---print(col.n:ntile(4))
---```
---@param n integer
---@return slavelab.Expression
function Expression:ntile(n) end

---Converted to a number; raises where a value does not convert.
---
---A missing value: stays missing. R: as.numeric(x); Python: x.astype(float) or pd.to_numeric(x); SQL: CAST(x AS
---DOUBLE)
---```lua
---print(col.n:number())
---```
---@return slavelab.Expression
function Expression:number() end

---The change in percent against n rows before (1 unless given).
---
---A missing value: missing where either row is. R: 100 * (x / lag(x) - 1); Python: 100 * x.pct_change(); SQL: 100 * (x
---/ lag(x) OVER (ORDER BY t) - 1)
---```lua
---print(col.n:pct_change())
---```
---@param n? integer
---@return slavelab.Expression
function Expression:pct_change(n) end

---The period that a text names, in any spelling of official statistics: Jan to Mar 2019, 2018/19, Sep-19. All texts of
---a column are of one type, which they prove together. A whole number is a year.
---
---A missing value: stays missing. R: zoo::as.yearqtr(x); Python: pd.PeriodIndex(x, freq="Q")
---```lua
---print(col.quarter:period())
---```
---@return slavelab.Expression
function Expression:period() end

---The exact lower limit of a count of events (Garwood 1936).
---
---A missing value: stays missing. R: poisson.test(x)$conf.int[1]
---```lua
---print(col.offences:poisson_lower())
---```
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:poisson_lower(confidence, weighted) end

---The exact upper limit of a count of events (Garwood 1936).
---
---A missing value: stays missing. R: poisson.test(x)$conf.int[2]
---```lua
---print(col.offences:poisson_upper())
---```
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:poisson_upper(confidence, weighted) end

---The p-quantile, p from 0 to 1 (type 7 of Hyndman and Fan); of dates the day that it lies in, of datetimes a
---datetime.
---
---A missing value: left out; of none the result is missing. R: quantile(x, 0.9, na.rm = TRUE); Python:
---x.quantile(0.9); SQL: quantile_cont(x, 0.9) or percentile_cont(0.9)
---```lua
---print(col.days:quantile(0.9))
---```
---@param p number
---@return slavelab.Expression
function Expression:quantile(p) end

---The quarter of a date or month, a period.
---
---A missing value: stays missing. R: zoo::as.yearqtr(x); Python: x.dt.to_period("Q"); SQL: date_trunc('quarter', x)
---```lua
---print(col.received:quarter())
---```
---@return slavelab.Expression
function Expression:quarter() end

---1 for the smallest; equal values share the lowest rank.
---
---A missing value: stays missing and is not counted. R: min_rank(x); Python: x.rank(method="min"); SQL: rank() OVER
---(ORDER BY x)
---```lua
---print(col.n:rank())
---```
---@return slavelab.Expression
function Expression:rank() end

---With each occurrence of a text replaced by another.
---
---A missing value: stays missing. R: str_replace_all(x, fixed("-"), "/"); Python: x.str.replace("-", "/",
---regex=False); SQL: replace(x, '-', '/')
---```lua
---print(col.force:replace(" Police", ""))
---```
---@param text string
---@param with string
---@return slavelab.Expression
function Expression:replace(text, with) end

---With each place that the pattern fits replaced; $1 or ${name} stands for a part in brackets, $0 for all of it, $$
---for a dollar sign.
---
---A missing value: stays missing. R: str_replace_all(x, "(.+), (.+)", "\\2 \\1") or gsub(p, w, x); Python:
---x.str.replace(r"(.+), (.+)", r"\2 \1", regex=True); SQL: regexp_replace(x, '(.+), (.+)', '\2 \1', 'g')
---```lua
---print(col.name:replace_matches("(\\w+), (\\w+)", "$2 $1"))
---```
---@param pattern string
---@param with string
---@return slavelab.Expression
function Expression:replace_matches(pattern, with) end

---The mean over n rows that end here.
---
---A missing value: missing while one of its rows is. R: zoo::rollmeanr(x, 2, fill = NA); Python: x.rolling(2).mean();
---SQL: avg(x) OVER (ROWS 1 PRECEDING)
---```lua
---print(col.n:roll_mean(4))
---```
---@param n integer
---@return slavelab.Expression
function Expression:roll_mean(n) end

---The sum over n rows that end here.
---
---A missing value: missing while one of its rows is. R: zoo::rollsumr(x, 2, fill = NA); Python: x.rolling(2).sum();
---SQL: sum(x) OVER (ROWS 1 PRECEDING)
---```lua
---print(col.n:roll_sum(4))
---```
---@param n integer
---@return slavelab.Expression
function Expression:roll_sum(n) end

---Rounded half up on the decimal form of 15 digits; places is 0 unless given.
---
---A missing value: stays missing. R: janitor::round_half_up(x, 2); Python: x.round(2), halves to even; SQL: round(x,
---2)
---```lua
---print(col.rate:round(1))
---```
---@param places? integer
---@return slavelab.Expression
function Expression:round(places) end

---The sample standard deviation (n - 1); missing for a single value.
---
---A missing value: left out; of none the result is missing. R: sd(x, na.rm = TRUE); Python: x.std(); SQL:
---stddev_samp(x)
---```lua
---print(col.days:sd())
---```
---@return slavelab.Expression
function Expression:sd() end

---The seconds from one datetime to another, a number.
---
---A missing value: stays missing. R: as.numeric(difftime(b, a, units = "secs")); Python: (b - a).dt.total_seconds();
---SQL: date_diff('second', a, b)
---```lua
---print(col.called:seconds_between(col.answered))
---```
---@param to slavelab.Expression|string
---@return slavelab.Expression
function Expression:seconds_between(to) end

---The group's sum in percent of the sum over all groups.
---
---A missing value: left out; of none the result is missing. R: 100 * sum(x) / total or 100 * proportions(x); Python:
---100 * x.sum() / total; SQL: 100 * sum(x) / sum(sum(x)) OVER ()
---```lua
---print(col.people:share())
---```
---@return slavelab.Expression
function Expression:share() end

---The n-th of the parts that a separator leaves, from 1 (from the end from -1); missing where there are fewer.
---
---A missing value: stays missing. R: str_split_i(x, "-", 2); Python: x.str.split("-").str.get(1); SQL: split_part(x,
---'-', 2), empty where there are fewer
---```lua
---print(col.code:split_part("-", 2))
---```
---@param separator string
---@param n integer
---@return slavelab.Expression
function Expression:split_part(separator, n) end

---The square root; missing [z] of a negative number.
---
---A missing value: stays missing. R: sqrt(x); Python: np.sqrt(x); SQL: sqrt(x)
---```lua
---print(col.n:sqrt())
---```
---@return slavelab.Expression
function Expression:sqrt() end

---True where it begins with the text.
---
---A missing value: stays missing. R: str_starts(x, "E") or startsWith(x, "E"); Python: x.str.startswith("E"); SQL:
---starts_with(x, 'E')
---```lua
---print(col.code:starts_with("E23"))
---```
---@param text string
---@return slavelab.Expression
function Expression:starts_with(text) end

---The characters from that place on, counted from 1 (from the end from -1): all of them, or as many as length says.
---
---A missing value: stays missing. R: str_sub(x, 1, 3); Python: x.str.slice(0, 3); SQL: substr(x, 1, 3) or substring(x,
---1, 3)
---```lua
---print(col.code:substr(1, 3))
---```
---@param start integer
---@param length? integer
---@return slavelab.Expression
function Expression:substr(start, length) end

---The sum; missing values are left out, and of none it is missing. Integers are summed exactly; of conditions, those
---that are true are counted.
---
---A missing value: left out; of none the result is missing. R: sum(x, na.rm = TRUE), 0 of none; Python: x.sum(), 0 of
---none; SQL: sum(x)
---```lua
---print(col.people:sum())
---```
---@return slavelab.Expression
function Expression:sum() end

---Converted to text, as CSV output writes it.
---
---A missing value: stays missing. R: as.character(x); Python: x.astype(str), "nan" where missing; SQL: CAST(x AS
---VARCHAR)
---```lua
---print(col.year:text())
---```
---@return slavelab.Expression
function Expression:text() end

---The n-th largest value.
---
---A missing value: left out; of none the result is missing. R: sort(x, decreasing = TRUE)[2]; Python:
---x.nlargest(2).iloc[-1]; SQL: nth_value(x, 2) OVER (ORDER BY x DESC)
---```lua
---print(col.people:top(2))
---```
---@param n integer
---@return slavelab.Expression
function Expression:top(n) end

---The expression as a table, for programs that translate or analyse it: kind is "column" or "param" (with name),
---"literal" (with value, nil when missing), "operation" (with op) or "call" (with name); operands stand in its list
---part.
---```lua
---print(lab.expr("sum(people) / 2"):tree()[1].name)
---```
---@return table
function Expression:tree() end

---Without blanks at its ends.
---
---A missing value: stays missing. R: str_trim(x) or trimws(x); Python: x.str.strip(); SQL: trim(x)
---```lua
---print(col.force:trim())
---```
---@return slavelab.Expression
function Expression:trim() end

---In capital letters.
---
---A missing value: stays missing. R: str_to_upper(x) or toupper(x); Python: x.str.upper(); SQL: upper(x)
---```lua
---print(col.force:upper())
---```
---@return slavelab.Expression
function Expression:upper() end

---The sample variance (n - 1); missing for a single value.
---
---A missing value: left out; of none the result is missing. R: var(x, na.rm = TRUE); Python: x.var(); SQL: var_samp(x)
---```lua
---print(col.days:var())
---```
---@return slavelab.Expression
function Expression:var() end

---The number of its week, 1 to 53 (ISO 8601): weeks begin on Monday and belong to the year of their Thursday, which
---week_year gives.
---
---A missing value: stays missing. R: isoweek(x); Python: x.dt.isocalendar().week; SQL: weekofyear(x)
---```lua
---print(col.received:week())
---```
---@return slavelab.Expression
function Expression:week() end

---The year that its week is counted in (ISO 8601): 2019 for 2018-12-31, whose week is the first of 2019.
---
---A missing value: stays missing. R: isoyear(x); Python: x.dt.isocalendar().year; SQL: isoyear(x)
---```lua
---print(col.received:week_year())
---```
---@return slavelab.Expression
function Expression:week_year() end

---The day of the week, 1 for Monday to 7 for Sunday (ISO 8601).
---
---A missing value: stays missing. R: wday(x, week_start = 1); Python: x.dt.dayofweek + 1; SQL: isodow(x)
---```lua
---print(col.received:weekday())
---```
---@return slavelab.Expression
function Expression:weekday() end

---The mean with weights.
---
---A missing value: pairs with one missing are left out. R: weighted.mean(x, w, na.rm = TRUE); Python: np.average(x,
---weights=w); SQL: sum(x * w) / sum(w)
---```lua
---print(col.rate:weighted_mean(col.population))
---```
---@param weights slavelab.Expression
---@return slavelab.Expression
function Expression:weighted_mean(weights) end

---The lower limit of the share x of n, from 0 to 1 (Wilson 1927); [z] where n is 0.
---
---A missing value: stays missing. R: prop.test(x, n, correct = FALSE)$conf.int[1]; Python: statsmodels
---proportion_confint(x, n, method="wilson")[0]
---```lua
---print(col.referred:wilson_lower(col.recorded))
---```
---@param n slavelab.Operand
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:wilson_lower(n, confidence, weighted) end

---The upper limit of the share x of n, from 0 to 1 (Wilson 1927); [z] where n is 0.
---
---A missing value: stays missing. R: prop.test(x, n, correct = FALSE)$conf.int[2]; Python: statsmodels
---proportion_confint(x, n, method="wilson")[1]
---```lua
---print(col.referred:wilson_upper(col.recorded))
---```
---@param n slavelab.Operand
---@param confidence? number
---@param weighted? boolean
---@return slavelab.Expression
function Expression:wilson_upper(n, confidence, weighted) end

---Working days after one date, up to and including the other: working_days(from, to). See lab.working_days.
---```lua
---print(col.received:working_days(col.answered))
---```
---@param to slavelab.Expression|string
---@return slavelab.Expression
function Expression:working_days(to) end

---The calendar year of a date or period, an integer; of a year ending, the one that it ends in. A financial year lies
---in two.
---
---A missing value: stays missing. R: lubridate::year(x); Python: x.dt.year; SQL: year(x)
---```lua
---print(col.received:year())
---```
---@return slavelab.Expression
function Expression:year() end

---The year that ends with that month and holds the date.
---
---A missing value: stays missing. Python: x.dt.to_period("Y-JUN")
---```lua
---print(col.received:year_ending(3))
---```
---@param month integer
---@return slavelab.Expression
function Expression:year_ending(month) end

---The columns of a table, to compose expressions with: col.age:gt(17).
---@type table<string, slavelab.Expression>
col = lab.col

return lab
