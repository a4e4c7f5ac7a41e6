# Texts are factors, as in the benchmark's own program for data.table.
suppressMessages(library(data.table))
setDTthreads(2)
rounds <- as.integer(commandArgs(TRUE)[1])
read <- function(i) fread(commandArgs(TRUE)[i], showProgress = FALSE, stringsAsFactors = TRUE)
x <- read(2)
small <- read(3)
medium <- read(4)
big <- read(5)
questions <- expression(
  x[small, on = "id1", nomatch = NULL],
  x[medium, on = "id2", nomatch = NULL],
  medium[x, on = "id2"],
  x[medium, on = "id5", nomatch = NULL],
  x[big, on = "id3", nomatch = NULL]
)
sum_of <- function(x) sum(as.numeric(x), na.rm = TRUE)
for (q in seq_along(questions)) {
  for (round in seq_len(rounds)) {
    answer <- NULL
    start <- proc.time()[[3]]
    answer <- eval(questions[[q]])
    seconds <- proc.time()[[3]] - start
    id1 <- if (q == 3) answer$i.id1 else answer$id1 # the left table's stands second there
    ids <- sum_of(id1) + sum_of(answer$id2) + sum_of(answer$id3)
    sums <- sprintf("%.0f %.14e %.14e", ids, sum_of(answer$v1), sum_of(answer$v2))
    cat(sprintf("data.table\tq%d\t%.4f\t%d %s\n", q, seconds, nrow(answer), sums))
  }
}
