# Texts are factors, as in the benchmark's own program for data.table.
suppressMessages(library(data.table))
setDTthreads(2)
rounds <- as.integer(commandArgs(TRUE)[1])
t <- fread(commandArgs(TRUE)[2], showProgress = FALSE, stringsAsFactors = TRUE)
questions <- expression(
  t[, .(v1 = sum(v1)), by = id1],
  t[, .(v1 = sum(v1)), by = .(id1, id2)],
  t[, .(v1 = sum(v1), v3 = mean(v3)), by = id3],
  t[, .(v1 = mean(v1), v2 = mean(v2), v3 = mean(v3)), by = id4],
  t[, .(v1 = sum(v1), v2 = sum(v2), v3 = sum(v3)), by = id6],
  t[, .(v1 = median(v3), v2 = sd(v3)), by = .(id4, id5)],
  t[, .(v1 = max(v1) - min(v2)), by = id3],
  t[order(-v3), .(largest = head(v3, 2L)), by = id6][, .(v1 = largest[1L], v2 = largest[2L]), by = id6],
  t[, .(v1 = cor(v1, v2)^2), by = .(id2, id4)],
  t[, .(v1 = sum(v3), v2 = .N), by = .(id1, id2, id3, id4, id5, id6)]
)
checksum <- function(x) if (is.integer(x)) sprintf("%.0f", sum(as.numeric(x))) else sprintf("%.14e", sum(x))
for (q in seq_along(questions)) {
  for (round in seq_len(rounds)) {
    answer <- NULL
    start <- proc.time()[[3]]
    answer <- eval(questions[[q]])
    seconds <- proc.time()[[3]] - start
    told <- sapply(grep("^v", names(answer), value = TRUE), function(name) checksum(answer[[name]]))
    cat(sprintf("data.table\tq%d\t%.4f\t%d %s\n", q, seconds, nrow(answer), paste(told, collapse = " ")))
  }
}
