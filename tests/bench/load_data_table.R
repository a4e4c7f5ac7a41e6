suppressMessages(library(data.table))
setDTthreads(2)
file <- commandArgs(TRUE)[1]
start <- proc.time()[[3]]
t <- fread(file, showProgress = FALSE)
seconds <- proc.time()[[3]] - start
cat(sprintf("data.table\tload\t%.3f\t%d %d %d %.14e\n", seconds, nrow(t), sum(t$v1), uniqueN(t$id3), sum(t$v3)))
