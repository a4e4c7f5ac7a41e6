-- Datetimes from a file to a report. What is read as one is tested in core (test_datetime.c, test_csv_read.c), and so is what functions give.
package.path = "tests/?.lua;scripts/?.lua;" .. package.path
local check = require "support.check"
local chart = require "lib.chart.chart"
local lab = require "slavelab"

local text = "case,arrested,released\n1,2023-01-02 10:30,2023-01-03 09:00\n2,2023-01-02T23:15:30.5,\n3,2022-12-31 08:00,2023-01-01 08:00\n"
local t = lab.parse_csv(text)

local function file(contents)
  local path = check.folder() .. "/t.csv"
  lab.write_file(path, contents)
  return path
end

check.test("a datetime is written as it is read, and as text to Lua", function()
  check.equal(t:schema()[2].type, "datetime")
  check.equal(t.arrested:type(), "datetime")
  check.equal(t.arrested[2], "2023-01-02 23:15:30.500")
  local written = t:to_csv()
  check.equal(written, "case,arrested,released\n1,2023-01-02 10:30:00,2023-01-03 09:00:00\n2,2023-01-02 23:15:30.500,\n"
    .. "3,2022-12-31 08:00:00,2023-01-01 08:00:00\n")
  check.equal(lab.parse_csv(written):to_csv(), written)
end)

check.test("datetimes sort, group and join", function()
  check.equal(t:sort("-arrested"):select("case"):to_csv(), "case\n2\n1\n3\n")
  check.equal(t:append(t):group_by("released"):summarise("n = count()"):to_csv(),
    "released,n\n2023-01-01 08:00:00,2\n2023-01-03 09:00:00,2\n,2\n")
  local other = lab.parse_csv("at,what\n02/01/2023 10:30,x\n31/12/2022 8:00,y\n")
  check.equal(t:select("case", "arrested"):join(other:rename("arrested = at"), { on = "arrested" }):select("case", "what"):to_csv(),
    "case,what\n1,x\n2,\n3,y\n")
end)

check.test("hours are asked for by name, and so are days", function()
  check.equal(t:mutate("h = hours_between(arrested, released)", "d = days_between(arrested, released)"):select("h", "d"):to_csv(),
    "h,d\n22.5,1\n,\n24.0,1\n")
  check.raises("needs a unit: seconds_between", function() t:mutate("h = released - arrested") end)
end)

check.test("in three forms, with a value handed in", function()
  local expected = "case\n1\n2\n"
  check.equal(t:filter("arrested > '2022-12-31 08:00'"):select("case"):to_csv(), expected)
  check.equal(t:filter(col.arrested:gt("2022-12-31 08:00")):select("case"):to_csv(), expected)
  check.equal(t:filter("arrested >= $from", { from = "2023-01-01" }):select("case"):to_csv(), expected)
  check.equal(t:filter("date(arrested) == '2023-01-02'"):select("case"):to_csv(), expected)
  check.equal(t:filter(function(r) return r.arrested > "2022-12-31 08:00:00" end):select("case"):to_csv(), expected)
end)

check.test("a script makes them of a date and a time, and gives them in a list", function()
  local made = lab.parse_csv("day,time\n2023-01-02,10:30\n2023-01-03,\n"):mutate("at = datetime(day, time)")
  check.equal(made:select("at"):to_csv(), "at\n2023-01-02 10:30:00\n\n")
  local listed = lab.table { columns = { "at" }, types = { at = "datetime" }, { "2023-01-02 10:30" }, { "2023-01-02T10:30:00.25" } }
  check.equal(listed:to_csv(), "at\n2023-01-02 10:30:00\n2023-01-02 10:30:00.250\n")
  check.raises('row 1, column "at": 2023%-01%-02 is not of type datetime', function()
    lab.table { columns = { "at" }, types = { at = "datetime" }, { "2023-01-02" } }
  end)
end)

check.test("a pipeline gives what the table gives", function()
  local path = file(text)
  local function asked(of)
    return of:filter("arrested >= '2022-12-01'"):group_by("day = date(arrested)")
      :summarise("n = count()", "first = min(arrested)", "last = max(arrested)", "middle = median(arrested)"):sort("day")
  end
  check.equal(asked(lab.scan_csv(path)):collect():to_csv(), asked(t):to_csv())
  check.equal(asked(t):to_csv(), "day,n,first,last,middle\n2022-12-31,1,2022-12-31 08:00:00,2022-12-31 08:00:00,2022-12-31 08:00:00\n"
    .. "2023-01-02,2,2023-01-02 10:30:00,2023-01-02 23:15:30.500,2023-01-02 16:52:45.250\n")
end)

check.test("types promises them, and a cell that is none is told", function()
  check.raises('column "at": "2023%-01%-02" is not a datetime %(2019%-03%-25 10:30%)', function()
    lab.parse_csv("at\n2023-01-02\n", { types = { at = "datetime" } })
  end)
  local problems = lab.parse_csv("at\n2023-01-02 10:30\n2023-01-02 10:31\n2023-01-02T10:30Z\n"):problems()
  check.equal(problems.type_wanted[1], "datetime")
  check.equal(problems.why[1], "it names a time zone, which a datetime has not")
end)

check.test("an axis of time has days: a chart along datetimes says what to take", function()
  local counted = t:mutate("n = 1")
  local function drawn(x) return chart.block({ title = "T", alt = "A", mark = "point", x = x, y = "n", table = counted }, "chart") end
  check.raises('encoding.x: column "arrested" holds datetimes, and an axis of time has days for its smallest unit; take date%(arrested%)',
    drawn, "arrested")
  check.raises("take date%(arrested%)", drawn, { field = "arrested", type = "temporal" })
  check.equal(chart.model(drawn { field = "arrested", type = "ordinal" }).axis.labels[1], "2023-01-02 10:30:00")
end)

check.test("a verb that knows periods says what makes one of a datetime", function()
  check.raises("holds datetimes, which are points in time; date%(x%), month%(x%)", function()
    t:mutate("n = 1"):change { of = "n", over = "arrested" }
  end)
end)

check.test("a document calls the column's type datetime", function()
  local plain = require "lib.figures.plain"
  local made = plain.table(t)
  check.equal(made.columns[2].type, "datetime")
  check.equal(made.columns[2].shown[1], "2023-01-02 10:30:00")
end)

check.test("describe gives the first and the last", function()
  local row = t:describe():filter("column == 'arrested'")
  check.equal({ row.min[1], row.max[1] }, { "2022-12-31 08:00:00", "2023-01-02 23:15:30.500" })
end)

check.run()
