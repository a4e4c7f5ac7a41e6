#include "core/base/foreign.h"

#include <string.h>

#include "core/base/names.h"

/* Words are written without "_" and in small letters. Each stands once for its kind (foreign_test). */
static const SlForeign rows[] = {
    /* Of many rows. */
    {SL_FOREIGN_FUNCTION, "mean(x)", "avg average amean nanmean"},
    {SL_FOREIGN_FUNCTION, "sd(x)", "stddev stdev std stddevsamp stddevpop stdevs stdevp"},
    {SL_FOREIGN_FUNCTION, "var(x)", "variance varsamp varpop vars"},
    {SL_FOREIGN_FUNCTION, "n_distinct(x)", "nunique countdistinct approxcountdistinct uniq uniqexact distinct"},
    {SL_FOREIGN_FUNCTION, "count()", "n nrow nrows numrows size countrows countstar"},
    {SL_FOREIGN_FUNCTION, "sum(x)", "total nansum summation"},
    {SL_FOREIGN_FUNCTION, "min(x)", "minimum nanmin"},
    {SL_FOREIGN_FUNCTION, "max(x)", "maximum nanmax"},
    {SL_FOREIGN_FUNCTION, "quantile(x, 0.9)", "percentile percentilecont percentiledisc quantilecont quantiledisc approxquantile pctile"},
    {SL_FOREIGN_FUNCTION, "first(x)", "firstvalue anyvalue"},
    {SL_FOREIGN_FUNCTION, "last(x)", "lastvalue"},
    {SL_FOREIGN_FUNCTION, "share(x)", "percent proportion prop percentoftotal ratiotoreport proportions"},
    {SL_FOREIGN_FUNCTION, "corr(x, y)", "cor correl correlation pearson"},
    {SL_FOREIGN_FUNCTION, "weighted_mean(x, w)", "wavg wmean weightedavg weightedaverage"},
    {SL_FOREIGN_FUNCTION, "any(condition)", "boolor some"},
    {SL_FOREIGN_FUNCTION, "all(condition)", "booland every"},
    {SL_FOREIGN_FUNCTION, "sum(if_else(condition, x, 0))", "sumif sumifs"},
    {SL_FOREIGN_FUNCTION, "count_if(condition)", "countif countifs countwhere countiftrue"},
    {SL_FOREIGN_FUNCTION, "mode(x)", "modal mostfrequent mostcommon fmode topk"},
    {SL_FOREIGN_FUNCTION, "join_text(a, \"; \")", "stringagg groupconcat listagg strflatten strjoin arraytostring textjoin collapse wmconcat"},
    {SL_FOREIGN_FUNCTION, "", "argmax argmin maxby minby nth nthvalue arrayagg collect kurtosis skew skewness mad regrslope covar cov"},
    {SL_FOREIGN_FUNCTION, "sum(x * y)", "sumproduct"},
    {SL_FOREIGN_FUNCTION, "count_if(x is missing)", "countblank countna countnull countmissing nullcount"},
    {SL_FOREIGN_FUNCTION, "count(x)", "counta countvalues"},
    /* Of rows and their neighbours. */
    {SL_FOREIGN_FUNCTION, "lag(x)", "shift previous prev"},
    {SL_FOREIGN_FUNCTION, "lead(x)", "next following"},
    {SL_FOREIGN_FUNCTION, "x - lag(x)", "diff difference delta"},
    {SL_FOREIGN_FUNCTION, "pct_change(x)", "percentchange growth growthrate"},
    {SL_FOREIGN_FUNCTION, "cumsum(x)", "cumulativesum runningsum runningtotal accumulate cumulate"},
    {SL_FOREIGN_FUNCTION, "rank(x)", "minrank rankmin"},
    {SL_FOREIGN_FUNCTION, "cumsum(x) / row_number()", "cummean runningavg"},
    {SL_FOREIGN_FUNCTION, "(rank(x) - 1) / (count(x) - 1)", "percentrank rankpct"},
    {SL_FOREIGN_FUNCTION, "", "cumedist cumprod cumall cumany"},
    {SL_FOREIGN_FUNCTION, "ntile(x, 4)", "qcut quartile quintile decile xtile ntiles tile"},
    {SL_FOREIGN_FUNCTION, "cummax(x)", "cumulativemax runningmax runningmaximum"},
    {SL_FOREIGN_FUNCTION, "cummin(x)", "cumulativemin runningmin runningminimum"},
    {SL_FOREIGN_FUNCTION, "dense_rank(x)", "rankdense"},
    {SL_FOREIGN_FUNCTION, "row_number()", "rowid rownum rowindex rownumbers rowcount seqalong cumcount"},
    {SL_FOREIGN_FUNCTION, "roll_mean(x, 4)", "rollingmean movingaverage movingmean rollingaverage runningmean rollapply"},
    {SL_FOREIGN_FUNCTION, "roll_sum(x, 4)", "rollingsum movingsum"},
    /* Missing values and choices. */
    {SL_FOREIGN_FUNCTION, "x is missing", "isna isnull isnil isnone ismissing isblank"},
    {SL_FOREIGN_FUNCTION, "x is not missing", "notna notnull isnotna isnotnull notmissing isnotmissing"},
    {SL_FOREIGN_FUNCTION, "coalesce(x, 0)", "nvl ifnull fillna fillnull replacena replacenull nareplace nz zn zeroifnull ifna iferror"},
    {SL_FOREIGN_FUNCTION, "if_else(x == y, missing, x)", "nullif naif"},
    {SL_FOREIGN_FUNCTION, "if_else(condition, x, y)", "if iif iff ifelse ifthen where"},
    {SL_FOREIGN_FUNCTION, "case_when(condition, x, y)", "case when decode switch choose ifs multiif select"},
    {SL_FOREIGN_FUNCTION, "cut(x, 10, 20, \"few\", \"some\", \"many\")", "bin bins bucket widthbucket findinterval band"},
    {SL_FOREIGN_FUNCTION, "max_of(x, y)", "greatest pmax maxhorizontal rowmax"},
    {SL_FOREIGN_FUNCTION, "min_of(x, y)", "least pmin minhorizontal rowmin"},
    {SL_FOREIGN_FUNCTION, "x in (1, 2)", "isin inlist oneof"},
    {SL_FOREIGN_FUNCTION, "x between 1 and 2", "isbetween inrange"},
    /* Arithmetic. */
    {SL_FOREIGN_FUNCTION, "x ^ y", "pow power"},
    {SL_FOREIGN_FUNCTION, "x ^ 2", "square sqr"},
    {SL_FOREIGN_FUNCTION, "x % y", "mod modulo fmod remainder"},
    {SL_FOREIGN_FUNCTION, "x // y", "div intdiv floordiv quotient"},
    {SL_FOREIGN_FUNCTION, "x / y", "divide"},
    {SL_FOREIGN_FUNCTION, "x * y", "multiply times"},
    {SL_FOREIGN_FUNCTION, "x + y", "add plus rowsum rowsums sumhorizontal"},
    {SL_FOREIGN_FUNCTION, "(x + y) / 2", "rowmean rowmeans meanhorizontal"},
    {SL_FOREIGN_FUNCTION, "x - y", "subtract minus"},
    {SL_FOREIGN_FUNCTION, "ceil(x)", "ceiling roundup"},
    {SL_FOREIGN_FUNCTION, "floor(x)", "rounddown"},
    {SL_FOREIGN_FUNCTION, "log(x)", "ln loge"},
    {SL_FOREIGN_FUNCTION, "log(x, 10)", "log10"},
    {SL_FOREIGN_FUNCTION, "log(x, 2)", "log2"},
    {SL_FOREIGN_FUNCTION, "log(1 + x)", "log1p"},
    {SL_FOREIGN_FUNCTION, "", "sin cos tan atan trunc truncate sign random rand hash md5 degrees radians pi map apply lambda typeof class"},
    /* Texts. */
    {SL_FOREIGN_FUNCTION, "a .. b", "concat paste paste0 strc concatws strcat concatenate"},
    {SL_FOREIGN_FUNCTION, "length(a)", "len strlen nchar charlength strlength lenchars characterlength"},
    {SL_FOREIGN_FUNCTION, "upper(a)", "ucase uppercase toupper"},
    {SL_FOREIGN_FUNCTION, "lower(a)", "lcase lowercase tolower casefold"},
    {SL_FOREIGN_FUNCTION, "trim(a)", "strip trimws btrim strtrim strstrip stripchars ltrim rtrim lstrip rstrip"},
    {SL_FOREIGN_FUNCTION, "starts_with(a, b)", "startswith strstarts beginswith"},
    {SL_FOREIGN_FUNCTION, "ends_with(a, b)", "endswith strends"},
    {SL_FOREIGN_FUNCTION, "contains(a, b)", "strcontains includes"},
    {SL_FOREIGN_FUNCTION, "matches(a, \"^E\")", "grepl strdetect regexplike regexpmatches rlike regexmatch regexpmatch like"},
    {SL_FOREIGN_FUNCTION, "extract(a, \"[0-9]+\")", "strextract regexpextract regexpsubstr regexextract strmatch"},
    {SL_FOREIGN_FUNCTION, "replace_matches(a, \"x+\", \"y\")", "gsub sub strreplaceall regexpreplace regexreplace"},
    {SL_FOREIGN_FUNCTION, "substr(a, 1, 3)", "substring strsub mid left strslice slice"},
    {SL_FOREIGN_FUNCTION, "substr(a, -3)", "right"},
    {SL_FOREIGN_FUNCTION, "split_part(a, \"-\", 1)", "split strsplit strspliti strsplitfixed splitindex separate splitat"},
    {SL_FOREIGN_FUNCTION, "normalize(a)", "nfcnormalize stritransnfc normalise"},
    {SL_FOREIGN_FUNCTION, "replace(a, \"x\", \"y\")", "strreplace substitute translate"},
    {SL_FOREIGN_FUNCTION, "", "instr strpos position charindex locate strlocate regexpinstr initcap title totitle strtotitle reverse soundex "
     "lpad rpad padstart padend zfill rep repeat strrep regexpcount strcount strextractall jsonextract isnumeric isdigit istext"},
    /* Types. */
    {SL_FOREIGN_FUNCTION, "text(x)", "str string totext tostring ascharacter astext tochar"},
    {SL_FOREIGN_FUNCTION, "integer(x)", "int asinteger toint tointeger"},
    {SL_FOREIGN_FUNCTION, "number(x)", "float double asnumeric asdouble tonumber numeric tofloat parsenumber"},
    {SL_FOREIGN_FUNCTION, "integer(x) or number(x) or text(x)", "cast trycast astype convert"},
    {SL_FOREIGN_FUNCTION, "date(a)", "todate asdate strptime parsedate ymd dmy"},
    {SL_FOREIGN_FUNCTION, "date(2019, 3, 25)", "makedate datefromparts"},
    {SL_FOREIGN_FUNCTION, "year(date(a)) or month(date(a)) or day(date(a))", "datepart extractpart"},
    {SL_FOREIGN_FUNCTION, "financial_year(date(a))", "fiscalyear taxyear"},
    {SL_FOREIGN_FUNCTION, "weekday(date(a)) >= 6", "isweekend"},
    {SL_FOREIGN_FUNCTION, "add_days(date(a), 7)", "weeks addweeks"},
    {SL_FOREIGN_FUNCTION, "add_months(date(a), 12)", "years addyears"},
    {SL_FOREIGN_FUNCTION, "", "today now currentdate getdate sysdate datetrunc truncdate floordate dateformat strftime lastday firstday eomonth "
     "monthname dayname age betweendates"},
    {SL_FOREIGN_FUNCTION, "day(date(a))", "dayofmonth mday"},
    {SL_FOREIGN_FUNCTION, "weekday(date(a))", "dayofweek dow wday isodow"},
    {SL_FOREIGN_FUNCTION, "working_days(date(a), date(a))", "networkdays networkdaysintl busdaycount bizdays businessdays"},
    {SL_FOREIGN_FUNCTION, "add_working_days(date(a), 20)", "workday workdayintl busdayoffset addbizdays addbusinessdays"},
    {SL_FOREIGN_FUNCTION, "week(date(a))", "isoweek weekofyear weeknum"},
    {SL_FOREIGN_FUNCTION, "days_between(date(a), date(a))", "datediff difftime datesub"},
    {SL_FOREIGN_FUNCTION, "add_days(date(a), 1)", "dateadd adddate days"},
    {SL_FOREIGN_FUNCTION, "add_months(date(a), 1)", "edate monthsadd addmonth months"},

    /* Verbs: choosing rows. */
    {SL_FOREIGN_VERB, "t:filter(\"n > 1\")", "where subset query filterby keep having selectrows restrict"},
    {SL_FOREIGN_VERB, "t:sort(\"n\")", "arrange orderby sortvalues sortby sortrows"},
    {SL_FOREIGN_VERB, "t:head(3)", "limit top fetch first slicehead"},
    {SL_FOREIGN_VERB, "t:tail(3)", "last slicetail"},
    {SL_FOREIGN_VERB, "t:slice(3)", "skip offset iloc"},
    {SL_FOREIGN_VERB, "t:sort(\"-n\"):head(3) or t:filter(\"rank(-n) <= 3\")", "slicemax topn nlargest topk toprows"},
    {SL_FOREIGN_VERB, "t:sort(\"n\"):head(3) or t:filter(\"rank(n) <= 3\")", "slicemin nsmallest bottomk"},
    {SL_FOREIGN_VERB, "t:sample(3)", "slicesample samplen samplefrac randomrows"},
    {SL_FOREIGN_VERB, "t:distinct(\"k\")", "unique dropduplicates dedupe dedup removeduplicates distinctrows uniquerows"},
    {SL_FOREIGN_VERB, "t:filter(\"n is not missing\")", "dropna dropnulls naomit removena dropnull"},
    {SL_FOREIGN_VERB, "t:filter(\"not (n > 1)\")", "reject filterout excluderows removerows deleterows"},
    /* Columns. */
    {SL_FOREIGN_VERB, "t:mutate(\"round(*, 1) over numeric\")", "mutateall mutateat mutateif across applymap"},
    {SL_FOREIGN_VERB, "t:mutate(\"k = if_else(k == 'a', 'b', k)\")", "replace replacevalues recode mapvalues"},
    {SL_FOREIGN_VERB, "t:mutate(\"band = cut(n, 5, 'low', 'high')\")", "cut bin discretize bucket"},
    {SL_FOREIGN_VERB, "t:mutate(\"place = rank(-n)\")", "rank denserank"},
    {SL_FOREIGN_VERB, "t:mutate(\"mean_of_2 = roll_mean(n, 2)\")", "rolling window movingaverage"},
    {SL_FOREIGN_VERB, "t:mutate(\"more = n - lag(n)\")", "diff difference"},
    {SL_FOREIGN_VERB, "t:mutate(\"percent = pct_change(n)\")", "pctchange percentchange"},
    {SL_FOREIGN_VERB, "t:mutate(\"z = (n - mean(n)) / sd(n)\")", "scale standardize zscore normalize"},
    {SL_FOREIGN_VERB, "t:rename(lab.columns(\"place > 0\"), \"lower(name)\")", "cleannames renameall"},
    {SL_FOREIGN_VERB, "t:drop(lab.columns(\"empty\"))", "dropempty removeempty"},
    {SL_FOREIGN_VERB, "t:mutate(\"m = n * 2\")", "assign withcolumns withcolumn transform derive addcolumn addcolumns compute define transmute"},
    {SL_FOREIGN_VERB, "t:mutate(\"n = coalesce(n, 0)\")", "fillna fillnull replacena coalesce"},
    {SL_FOREIGN_VERB, "t:mutate(\"n = round(n, 1)\")", "roundto"},
    {SL_FOREIGN_VERB, "t:select(\"n\", \"k\")", "relocate reorder reordercolumns pick project selectcolumns moveto"},
    {SL_FOREIGN_VERB, "t:rename(\"new = n\")", "renamecolumns setnames renamewith setcolumns"},
    {SL_FOREIGN_VERB, "t:drop(\"n\")", "remove delete exclude dropcolumn dropcolumns"},
    {SL_FOREIGN_VERB, "t:col(\"n\")", "pull getcolumn getcol column getitem"},
    {SL_FOREIGN_VERB, "t:column_names()", "names colnames columnnames fieldnames"},
    {SL_FOREIGN_VERB, "t:schema()", "dtypes types info coltypes fields"},
    {SL_FOREIGN_VERB, "t:describe()", "summary skim describecolumns describeall profile"},
    {SL_FOREIGN_VERB, "t:glimpse()", "preview browse peek inspect structure str"},
    {SL_FOREIGN_VERB, "#t", "nrow nrows size len length height shape dim rowcount numrows countrows"},
    {SL_FOREIGN_VERB, "#t:column_names()", "ncol ncols width numcolumns"},
    /* Groups. */
    {SL_FOREIGN_VERB, "t:group_by(\"k\"):summarise(\"n = count()\")", "count tally valuecounts frequencies tabulate freq addcount"},
    {SL_FOREIGN_VERB, "t:summarise(\"n = sum(n)\")", "agg aggregate reduce"},
    {SL_FOREIGN_VERB, "t:summarise(\"mean(*) over numeric\")", "summarizeall summariseall summariseat summariseif summarizeat summarizeif"},
    {SL_FOREIGN_VERB, "t:group_by(\"k\")", "groupby group partitionby partition"},
    {SL_FOREIGN_VERB, "t:group_by()", "ungroup"},
    {SL_FOREIGN_VERB, "t.n:sum()", "sum total"},
    {SL_FOREIGN_VERB, "t.n:mean()", "mean avg average"},
    {SL_FOREIGN_VERB, "t.n:median()", "median"},
    {SL_FOREIGN_VERB, "t.n:min()", "min minimum"},
    {SL_FOREIGN_VERB, "t.n:max()", "max maximum"},
    {SL_FOREIGN_VERB, "t:mutate(\"total = cumsum(n)\")", "cumsum runningtotal"},
    /* Two tables. */
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\" })", "merge leftjoin lookup vlookup xlookup joinon leftouterjoin"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", how = \"inner\" })", "innerjoin"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", how = \"right\" })", "rightjoin"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", how = \"full\" })", "fulljoin outerjoin fullouterjoin outer"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", how = \"semi\" })", "semijoin intersect"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", how = \"anti\" })", "antijoin except minus setdiff"},
    {SL_FOREIGN_VERB, "t:join(other, { on = \"k\", asof = \"n\" })", "joinasof asofjoin mergeasof"},
    {SL_FOREIGN_VERB, "t:append(other)", "bindrows rbind concat union unionall vstack extend appendrows appendrow addrows addrow rowbind"},
    {SL_FOREIGN_VERB, "t:revise(other, { on = \"k\" })", "update upsert combinefirst"},
    /* Shape. */
    {SL_FOREIGN_VERB, "t:pivot{ names = \"k\", values = \"n\" } or t:unpivot{ columns = { \"n\" } }", "reshape"},
    {SL_FOREIGN_VERB, "t:unpivot{ columns = { \"n\" } }", "pivotlonger pivotlong meltlonger melt gather stack widetolong tolong"},
    {SL_FOREIGN_VERB, "t:pivot{ names = \"k\", values = \"n\" }", "pivotwider spread dcast cast crosstab pivottable unstack longtowide towide"},
    {SL_FOREIGN_VERB, "t:split_rows(\"k\", \";\")", "explode exploderows separaterows separatelongerdelim unnest unnestrows"},
    {SL_FOREIGN_VERB, "t:split{ column = \"k\", pattern = \"(.*)(.)\", into = { \"a\", \"b\" } }",
     "separate separatewider separatewiderdelim separatewiderregex separatewiderposition strsplit strsplitfixed splitcolumn cutcolumn texttocolumns "
     "strextract"},
    {SL_FOREIGN_VERB, "t:blocks{ by = \"k\" }", "groupsplit splitby groupslist"},
    {SL_FOREIGN_VERB, "t:promote_header{ row = 1 }", "rowtonames rowtocolnames setheader usefirstrowasheaders firstrowasheader headerrow"},
    {SL_FOREIGN_VERB, "t:patch{ where = { k = \"Kent\" }, set = { n = 5 }, because = \"a digit was lost\" }",
     "rowsupdate rowspatch editrow edit correct correction setvalue at fixvalue"},
    {SL_FOREIGN_VERB, "t:mutate(\"part = split_part(k, '-', 1)\")", "extract"},
    {SL_FOREIGN_VERB, "t:mutate(\"both = k .. ' ' .. n\")", "unite"},
    {SL_FOREIGN_VERB, "t:pivot{ names = \"k\", values = \"count()\", fill = 0 }", "dummies getdummies onehot dummycols"},
    {SL_FOREIGN_VERB, "t:fill_down(\"n\")", "ffill fill forwardfill pad locf fillforward"},
    {SL_FOREIGN_VERB, "t:complete(\"k\", \"n\")", "expand expandgrid crossing"},
    /* Out again. */
    {SL_FOREIGN_VERB, "t:write_csv(\"out.csv\")", "tocsv write save export fwrite writecsv savecsv"},
    {SL_FOREIGN_VERB, "t:rows()", "iterrows itertuples each foreach map apply iter"},
    {SL_FOREIGN_VERB, "t:to_list()", "todict tolist aslist totable torecords"},
    {SL_FOREIGN_VERB, "lab.json_encode(t:to_list())", "tojson writejson"},
    {SL_FOREIGN_VERB, "t:write_csv(\"out.csv\", { excel = true })", "toexcel writeexcel writexlsx"},
    {SL_FOREIGN_VERB, "t:plot{ x = \"k\", y = \"n\" }", "chart histogram hist boxplot bar barplot scatter draw"},
    {SL_FOREIGN_VERB, "t:collect()", "execute computeresult"},
    {SL_FOREIGN_VERB, "print(t)", "print view display"},
    {SL_FOREIGN_VERB, "", "rowwise index setindex resetindex loc iat cov cross clone copy compare groupmap groupapply resample asfreq compact read toparquet writeparquet "
     "transpose nest hstack bindcols cbind bfill backfill crossjoin interpolate"},

    {SL_FOREIGN_OPTION, "on", "by key keys using lefton righton"},
    {SL_FOREIGN_OPTION, "expect", "validate relationship cardinality"},
    {SL_FOREIGN_OPTION, "suffix", "suffixes"},
    {SL_FOREIGN_OPTION, "how", "type kind jointype"},
    {SL_FOREIGN_OPTION, "columns", "cols valuevars idcols usecols colselect"},
    {SL_FOREIGN_OPTION, "names", "namesfrom namesto varname variablename"},
    {SL_FOREIGN_OPTION, "values", "valuesfrom valuesto valuename"},
    {SL_FOREIGN_OPTION, "column", "col"},
    {SL_FOREIGN_OPTION, "sep", "namessep delim"},
    {SL_FOREIGN_OPTION, "pattern", "namespattern regex"},
    {SL_FOREIGN_OPTION, "delim", "sep separator delimiter"},
    {SL_FOREIGN_OPTION, "missing", "na navalues nastrings null nullvalues nullstr nas nullstring"},
    {SL_FOREIGN_OPTION, "types", "dtype dtypes coltypes colclasses schema"},
    {SL_FOREIGN_OPTION, "skip", "skiprows skiplines"},
    {SL_FOREIGN_OPTION, "decimal", "dec decimalmark"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

const SlForeign *sl_foreign_row(int64_t index) { return index >= 0 && index < ROWS ? &rows[index] : NULL; }

/* Whether the word, letter case and "_" aside, is the one that begins at `known`; *end is where that ends. */
static bool is_word(SlStr word, const char *known, const char **end) {
  size_t i = 0;
  const char *at = known;
  while (*at && *at != ' ') at++;
  *end = at;
  for (; known < at; known++) {
    while (i < word.length && word.bytes[i] == '_') i++;
    if (i == word.length || sl_lower(word.bytes[i]) != *known) return false;
    i++;
  }
  while (i < word.length && word.bytes[i] == '_') i++;
  return i == word.length;
}

const char *sl_foreign_answer(SlForeignKind kind, SlStr word) {
  for (int i = 0; i < ROWS; i++) {
    const char *end, *at = rows[i].words;
    for (; rows[i].kind == kind && *at; at = *end ? end + 1 : end)
      if (is_word(word, at, &end)) return rows[i].answer;
  }
  return NULL;
}

static bool is_among(SlStr name, const SlStr *names, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (sl_str_equal(name, names[i])) return true;
  return false;
}

SlStr sl_foreign_option(SlStr word, const SlStr *names, int64_t count) {
  const char *answer = sl_foreign_answer(SL_FOREIGN_OPTION, word);
  if (answer && is_among(sl_str(answer), names, count)) return sl_str(answer);
  return (SlStr){"", 0};
}

void sl_fail_foreign(SlError *err, SlForeignKind kind, SlStr word, const SlStr *names, int64_t count) {
  const char *answer = sl_foreign_answer(kind, word);
  if (!answer)
    sl_fail_suggest(err, word, names, count);
  else if (*answer)
    sl_fail_more(err, "; here it is %s", answer);
}
