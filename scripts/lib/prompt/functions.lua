-- functions.lua - what is said of each function of the expression language beyond its row in core: an example and what it gives, what a
-- missing value does, and its twins in R (dplyr and its relatives), in Python (pandas) and in SQL.
--
-- Help, the declarations for editors and docs/expressions.md (by tools/functions.lua) read it; functions_test holds that every function has
-- its entry, that each example runs and calls it, and that help finds it by the names of its twins. A twin is the nearest there is:
-- where it does otherwise with missing values or at the edges, that stands behind it.

local core = require "slavelab.scan"

local functions = {}

-- What the examples are of.
functions.sample = [[
force,people,rate,day,charged,code,name
Kent,12,0.5,2019-03-25,true,E23-001,"Doe, Jane"
Essex,7,-1.25,2019-04-01,false,E23-014,"Roe, Sam"
Kent,,2.675,,,W15,
Avon,7,,2020-02-29,true,,"Żuk, Ewa"
]]

local stays = "stays missing"
local left_out = "left out; of none the result is missing"

-- { example, what a missing value does, R, Python, SQL }; "" for a tool that has none.
functions.entries = {
  abs = { "abs(rate)", stays, "abs(x)", "x.abs()", "abs(x)" },
  round = { "round(rate, 2)", stays, "janitor::round_half_up(x, 2)", "x.round(2), halves to even", "round(x, 2)" },
  floor = { "floor(rate)", stays, "floor(x)", "np.floor(x)", "floor(x)" },
  ceil = { "ceil(rate)", stays, "ceiling(x)", "np.ceil(x)", "ceil(x)" },
  log = { "round(log(people), 3)", stays, "log(x)", "np.log(x)", "ln(x)" },
  exp = { "round(exp(rate), 3)", stays, "exp(x)", "np.exp(x)", "exp(x)" },
  sqrt = { "round(sqrt(people), 3)", stays, "sqrt(x)", "np.sqrt(x)", "sqrt(x)" },
  wilson_lower = { "round(wilson_lower(people, 2 * people), 3)", stays, "prop.test(x, n, correct = FALSE)$conf.int[1]", 'statsmodels proportion_confint(x, n, method="wilson")[0]', "" },
  wilson_upper = { "round(wilson_upper(people, 2 * people), 3)", stays, "prop.test(x, n, correct = FALSE)$conf.int[2]", 'statsmodels proportion_confint(x, n, method="wilson")[1]', "" },
  clopper_pearson_lower = { "round(clopper_pearson_lower(people, 2 * people), 3)", stays, "binom.test(x, n)$conf.int[1]", 'statsmodels proportion_confint(x, n, method="beta")[0]', "" },
  clopper_pearson_upper = { "round(clopper_pearson_upper(people, 2 * people), 3)", stays, "binom.test(x, n)$conf.int[2]", 'statsmodels proportion_confint(x, n, method="beta")[1]', "" },
  byar_lower = { "round(byar_lower(people), 3)", stays, "PHEindicatormethods::byars_lower(x), not exact below 10", "", "" },
  byar_upper = { "round(byar_upper(people), 3)", stays, "PHEindicatormethods::byars_upper(x), not exact below 10", "", "" },
  poisson_lower = { "round(poisson_lower(people), 3)", stays, "poisson.test(x)$conf.int[1]", "", "" },
  poisson_upper = { "round(poisson_upper(people), 3)", stays, "poisson.test(x)$conf.int[2]", "", "" },
  min_of = { "min_of(people, rate)", "left out; missing when all are", "pmin(a, b, na.rm = TRUE)", 'df[["a", "b"]].min(axis=1)', "least(a, b)" },
  max_of = { "max_of(people, rate)", "left out; missing when all are", "pmax(a, b, na.rm = TRUE)", 'df[["a", "b"]].max(axis=1)', "greatest(a, b)" },
  coalesce = { "coalesce(people, 0)", "passed over", "coalesce(a, b)", "a.combine_first(b) or a.fillna(0)", "coalesce(a, b)" },
  if_else = { "if_else(people > 10, 'many', 'few')", "missing where the condition is", "if_else(c, a, b)", "np.where(c, a, b), b where c is missing",
    "CASE WHEN c THEN a ELSE b END, b where c is NULL" },
  case_when = { "case_when(people > 10, 'many', people > 0, 'few', 'unknown')", "a missing condition is not true",
    "case_when(c ~ a, d ~ b, .default = e)", "np.select([c, d], [a, b], e)", "CASE WHEN c THEN a WHEN d THEN b ELSE e END" },
  cut = { "cut(people, 8, 10)", stays, "cut(x, c(-Inf, 8, 10, Inf), right = FALSE)", "pd.cut(x, [-inf, 8, 10, inf], right=False)",
    "width_bucket(x, ARRAY[8, 10]), a number" },
  lower = { "lower(force)", stays, "str_to_lower(x) or tolower(x)", "x.str.lower()", "lower(x)" },
  upper = { "upper(name)", stays, "str_to_upper(x) or toupper(x)", "x.str.upper()", "upper(x)" },
  trim = { "trim(split_part(name, ',', 2))", stays, "str_trim(x) or trimws(x)", "x.str.strip()", "trim(x)" },
  normalize = { "normalize(name)", stays, "stringi::stri_trans_nfc(x)", 'x.str.normalize("NFC")', "normalize(x, NFC) or nfc_normalize(x)" },
  contains = { "contains(code, '23')", stays, 'str_detect(x, fixed("23"))', 'x.str.contains("23", regex=False)', "contains(x, '23')" },
  starts_with = { "starts_with(code, 'E')", stays, 'str_starts(x, "E") or startsWith(x, "E")', 'x.str.startswith("E")', "starts_with(x, 'E')" },
  ends_with = { "ends_with(code, '1')", stays, 'str_ends(x, "1") or endsWith(x, "1")', 'x.str.endswith("1")', "ends_with(x, '1')" },
  replace = { "replace(code, '-', '/')", stays, 'str_replace_all(x, fixed("-"), "/")', 'x.str.replace("-", "/", regex=False)', "replace(x, '-', '/')" },
  substr = { "substr(code, 1, 3)", stays, "str_sub(x, 1, 3)", "x.str.slice(0, 3)", "substr(x, 1, 3) or substring(x, 1, 3)" },
  split_part = { "split_part(code, '-', 2)", "stays missing", 'str_split_i(x, "-", 2)', 'x.str.split("-").str.get(1)',
    "split_part(x, '-', 2), empty where there are fewer" },
  length = { "length(name)", stays, "str_length(x) or nchar(x)", "x.str.len()", "length(x)" },
  matches = { "matches(code, '^E[0-9]+')", stays, 'str_detect(x, "^E") or grepl("^E", x)', 'x.str.contains("^E")', "regexp_matches(x, '^E') or regexp_like(x, '^E')" },
  extract = { "extract(code, '[0-9]+$')", stays, 'str_extract(x, "[0-9]+$")', 'x.str.extract("([0-9]+)$")', "regexp_extract(x, '[0-9]+$'), empty where nothing fits" },
  replace_matches = { "replace_matches(name, '(.+), (.+)', '$2 $1')", stays, [[str_replace_all(x, "(.+), (.+)", "\\2 \\1") or gsub(p, w, x)]],
    [[x.str.replace(r"(.+), (.+)", r"\2 \1", regex=True)]], [[regexp_replace(x, '(.+), (.+)', '\2 \1', 'g')]] },
  year = { "year(day)", stays, "lubridate::year(x)", "x.dt.year", "year(x)" },
  month = { "month(day)", stays, "lubridate::month(x)", "x.dt.month", "month(x)" },
  quarter = { "quarter(day)", stays, "zoo::as.yearqtr(x)", 'x.dt.to_period("Q")', "date_trunc('quarter', x)" },
  financial_year = { "financial_year(day)", stays, "", 'x.dt.to_period("Y-MAR")', "year(x - INTERVAL 3 MONTH), its first year" },
  year_ending = { "year_ending(day, 6)", stays, "", 'x.dt.to_period("Y-JUN")', "" },
  date = { "date(year(day), 12, 31)", stays, "make_date(y, m, d) or ymd(x)", "pd.to_datetime(x)", "make_date(y, m, d)" },
  day = { "day(day)", stays, "lubridate::day(x)", "x.dt.day", "day(x)" },
  period = { "period(financial_year(day))", stays, "zoo::as.yearqtr(x)", 'pd.PeriodIndex(x, freq="Q")', "" },
  datetime = { "datetime(day, '10:30')", stays, "make_datetime(y, m, d, h, mi) or ymd_hm(x)", "pd.to_datetime(x)", "make_timestamp(y, m, d, h, mi, s)" },
  hour = { "hour(datetime(day, '10:30'))", stays, "lubridate::hour(x)", "x.dt.hour", "hour(x)" },
  minute = { "minute(datetime(day, '10:30'))", stays, "lubridate::minute(x)", "x.dt.minute", "minute(x)" },
  hours_between = { "hours_between(datetime(day), datetime(day, '10:30'))", stays, 'as.numeric(difftime(b, a, units = "hours"))',
    "(b - a) / pd.Timedelta(hours=1)", "date_diff('hour', a, b), whole hours" },
  minutes_between = { "minutes_between(datetime(day), datetime(day, '10:30'))", stays, 'as.numeric(difftime(b, a, units = "mins"))',
    "(b - a) / pd.Timedelta(minutes=1)", "date_diff('minute', a, b), whole minutes" },
  seconds_between = { "seconds_between(datetime(day), datetime(day, '10:30'))", stays, 'as.numeric(difftime(b, a, units = "secs"))',
    "(b - a).dt.total_seconds()", "date_diff('second', a, b)" },
  add_hours = { "add_hours(datetime(day), 36)", stays, "x + hours(n)", "x + pd.to_timedelta(n, 'h')", "x + INTERVAL (n) HOUR" },
  add_minutes = { "add_minutes(datetime(day), 90)", stays, "x + minutes(n)", "x + pd.to_timedelta(n, 'm')", "x + INTERVAL (n) MINUTE" },
  weekday = { "weekday(day)", stays, "wday(x, week_start = 1)", "x.dt.dayofweek + 1", "isodow(x)" },
  week = { "week(day)", stays, "isoweek(x)", "x.dt.isocalendar().week", "weekofyear(x)" },
  week_year = { "week_year(day)", stays, "isoyear(x)", "x.dt.isocalendar().year", "isoyear(x)" },
  days_between = { "days_between(day, '2020-12-31')", stays, 'difftime(b, a, units = "days")', "(b - a).dt.days", "date_diff('day', a, b) or datediff('day', a, b)" },
  add_days = { "add_days(day, 30)", stays, "x + days(30)", "x + pd.Timedelta(days=30)", "date_add(x, INTERVAL 30 DAY)" },
  add_months = { "add_months(day, 12)", stays, "add_with_rollback(x, months(12))", "x + pd.DateOffset(months=12)", "date_add(x, INTERVAL 12 MONTH)" },
  integer = { "integer(round(rate))", stays, "as.integer(x)", 'x.astype("Int64")', "CAST(x AS INTEGER)" },
  number = { "number(people)", stays, "as.numeric(x)", "x.astype(float) or pd.to_numeric(x)", "CAST(x AS DOUBLE)" },
  text = { "text(rate)", stays, "as.character(x)", 'x.astype(str), "nan" where missing', "CAST(x AS VARCHAR)" },

  count = { "count(people)", "not counted; count() counts rows", "sum(!is.na(x)) or n()", "x.count() or len(df)", "count(x) or count(*)" },
  count_if = { "count_if(people > 6)", "not counted", "sum(c, na.rm = TRUE)", "c.sum()", "count_if(c) or count(*) FILTER (WHERE c)" },
  sum = { "sum(people)", left_out, "sum(x, na.rm = TRUE), 0 of none", "x.sum(), 0 of none", "sum(x)" },
  mean = { "mean(people)", left_out, "mean(x, na.rm = TRUE)", "x.mean()", "avg(x)" },
  median = { "median(people)", left_out, "median(x, na.rm = TRUE)", "x.median()", "median(x)" },
  quantile = { "quantile(people, 0.9)", left_out, "quantile(x, 0.9, na.rm = TRUE)", "x.quantile(0.9)", "quantile_cont(x, 0.9) or percentile_cont(0.9)" },
  min = { "min(people)", left_out, "min(x, na.rm = TRUE)", "x.min()", "min(x)" },
  max = { "max(people)", left_out, "max(x, na.rm = TRUE)", "x.max()", "max(x)" },
  var = { "round(var(people), 3)", left_out, "var(x, na.rm = TRUE)", "x.var()", "var_samp(x)" },
  sd = { "round(sd(people), 3)", left_out, "sd(x, na.rm = TRUE)", "x.std()", "stddev_samp(x)" },
  n_distinct = { "n_distinct(force)", "not counted", "n_distinct(x, na.rm = TRUE)", "x.nunique()", "count(DISTINCT x)" },
  first = { "first(force)", "kept: the row's value, missing or not", "first(x)", "x.iloc[0]", "first(x)" },
  last = { "last(force)", "kept: the row's value, missing or not", "last(x)", "x.iloc[-1]", "last(x)" },
  share = { "share(people)", left_out, "100 * sum(x) / total or 100 * proportions(x)", "100 * x.sum() / total", "100 * sum(x) / sum(sum(x)) OVER ()" },
  corr = { "round(corr(people, rate), 3)", "pairs with one missing are left out", 'cor(x, y, use = "complete.obs")', "x.corr(y)", "corr(x, y)" },
  weighted_mean = { "round(weighted_mean(people, people), 3)", "pairs with one missing are left out", "weighted.mean(x, w, na.rm = TRUE)", "np.average(x, weights=w)", "sum(x * w) / sum(w)" },
  any = { "any(charged)", "leaves it open, unless one is true", "any(c)", "c.any()", "bool_or(c)" },
  all = { "all(charged)", "leaves it open, unless one is false", "all(c)", "c.all()", "bool_and(c)" },
  top = { "top(people, 2)", left_out, "sort(x, decreasing = TRUE)[2]", "x.nlargest(2).iloc[-1]", "nth_value(x, 2) OVER (ORDER BY x DESC)" },
  mode = { "mode(force)", left_out, "collapse::fmode(x)", "x.mode().iloc[0]", "mode(x), any of several" },
  join_text = { "join_text(code, '; ')", left_out, 'str_flatten(x, "; ", na.rm = TRUE) or paste(x, collapse = "; ")', '"; ".join(x.dropna())',
    "string_agg(x, '; ') or group_concat(x, '; ')" },

  lag = { "lag(people)", "kept: the row's value, missing or not", "lag(x)", "x.shift(1)", "lag(x) OVER (ORDER BY t)" },
  lead = { "lead(people)", "kept: the row's value, missing or not", "lead(x)", "x.shift(-1)", "lead(x) OVER (ORDER BY t)" },
  cumsum = { "cumsum(people)", "stays missing; the sum goes on after it", "cumsum(x), missing from there on", "x.cumsum()", "sum(x) OVER (ORDER BY t)" },
  cummax = { "cummax(people)", "stays missing and is passed over", "cummax(x), missing from there on", "x.cummax()", "max(x) OVER (ORDER BY t)" },
  cummin = { "cummin(people)", "stays missing and is passed over", "cummin(x), missing from there on", "x.cummin()", "min(x) OVER (ORDER BY t)" },
  rank = { "rank(people)", "stays missing and is not counted", "min_rank(x)", 'x.rank(method="min")', "rank() OVER (ORDER BY x)" },
  dense_rank = { "dense_rank(people)", "stays missing and is not counted", "dense_rank(x)", 'x.rank(method="dense")', "dense_rank() OVER (ORDER BY x)" },
  ntile = { "ntile(people, 2)", "stays missing and is not counted", "ntile(x, 2)", 'pd.qcut(x.rank(method="first"), 2, labels=False) + 1', "ntile(2) OVER (ORDER BY x)" },
  row_number = { "row_number()", "rows are counted, whatever they hold", "row_number()", "df.reset_index().index + 1 or cumcount() + 1", "row_number() OVER ()" },
  pct_change = { "round(pct_change(people), 1)", "missing where either row is", "100 * (x / lag(x) - 1)", "100 * x.pct_change()", "100 * (x / lag(x) OVER (ORDER BY t) - 1)" },
  roll_sum = { "roll_sum(people, 2)", "missing while one of its rows is", "zoo::rollsumr(x, 2, fill = NA)", "x.rolling(2).sum()", "sum(x) OVER (ROWS 1 PRECEDING)" },
  roll_mean = { "roll_mean(people, 2)", "missing while one of its rows is", "zoo::rollmeanr(x, 2, fill = NA)", "x.rolling(2).mean()", "avg(x) OVER (ROWS 1 PRECEDING)" },
}

functions.tools = { "R", "Python", "SQL" }

-- --- examples -------------------------------------------------------------------------------------------------------------------

-- What the example of a function gives: "4, 1, missing, 1", a value for each row of the sample, or the one of all its rows.
function functions.result(kind, example)
  local expr = lab.expr(example)
  local t = lab.parse_csv(functions.sample, { types = { charged = "boolean" } })
  local columns = core.columns(expr)
  t = t:select(#columns > 0 and columns or { "force" }) -- without dates nothing is said of periods that are left out
  t = kind == "aggregate" and t:summarise { { "value", expr } } or t:mutate { { "value", expr } }
  local schema = t:schema()
  local quoted = schema[#schema].type == "text"
  local texts = {}
  for i, text in ipairs(t:mutate("value = coalesce(text(value), $none)", { none = "\0" }):col("value"):to_list()) do
    texts[i] = text == "\0" and "missing" or quoted and ('"%s"'):format(text) or text
  end
  return table.concat(texts, ", ")
end

-- --- twins ----------------------------------------------------------------------------------------------------------------------

-- What stands before a bracket or behind a point in a twin, and names no function.
local no_names = { over = true, filter = true, str = true, dt = true, iloc = true, get = true, index = true, fixed = true }

-- The names under which a twin is known: what is called in it, as.numeric and np.where whole; what a value of Python is asked for; and
-- the word that SQL begins with.
local function names_in(twin, tool)
  local names = {}
  twin = twin:gsub('"[^"]*"', ""):gsub("'[^']*'", ""):gsub("[%w_%.]+ ?= ?", "") -- without texts and names of arguments
  for name in twin:gmatch "([%a_][%w_%.]*)%s*%(" do
    if tool == "R" or name:find "^[np][pd]%." then names[#names + 1] = name end
    if tool ~= "R" then names[#names + 1] = name:match "[^%.]+$" end
  end
  if tool == "Python" then
    for name in twin:gmatch "%.([%a_][%w_]*)" do names[#names + 1] = name end
  elseif tool == "SQL" then
    names[#names + 1] = twin:match "^%u+"
  end
  return names
end

local function plain(name) return (name:lower():gsub("_", "")) end

-- The names of the twins of a function, each with its tool: { { "min_rank", "R" }, ... }.
function functions.twin_names(name)
  local list = {}
  for i, tool in ipairs(functions.tools) do
    for _, twin in ipairs(names_in(functions.entries[name][2 + i], tool)) do
      if #twin > 1 and not no_names[plain(twin)] then list[#list + 1] = { twin, tool } end
    end
  end
  return list
end

-- The functions, in the order of `all`, that a name of another tool means; and the tool.
function functions.of_twin(asked, all)
  local found, where = {}, nil
  for _, fn in ipairs(all) do
    local known = functions.entries[fn.name] and functions.twin_names(fn.name) or {}
    for _, twin in ipairs(known) do
      if plain(twin[1]) == plain(asked) and found[#found] ~= fn then
        found[#found + 1] = fn
        where = where or twin[2]
      end
    end
  end
  return found, where
end

-- What a function is called elsewhere, in a line: "R: min_rank(x). Python: ... SQL: ...".
function functions.elsewhere(name)
  local parts = {}
  for i, tool in ipairs(functions.tools) do
    local twin = functions.entries[name][2 + i]
    if twin ~= "" then parts[#parts + 1] = tool .. ": " .. twin end
  end
  return table.concat(parts, "; ")
end

return functions
