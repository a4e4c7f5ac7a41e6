-- Run by tests/support/starve.c with requests for memory failing: a pipeline over a file, filtered and grouped in chunks; writes CSV to the path given.
lab.scan_csv("data/nrm_referrals.csv")
  :filter("people > 0")
  :group_by("year")
  :summarise("rows = count()", "people = sum(people)", "most = max(people)")
  :sort("year")
  :collect()
  :write_csv(arg[1])
