suppressMessages(library(data.table))
setDTthreads(2)
file <- commandArgs(TRUE)[1]
start <- proc.time()[[3]]
t <- fread(file, showProgress = FALSE, na.strings = "")
seconds <- proc.time()[[3]] - start
cat(sprintf("data.table\tstreet\t%.3f\t%d %d %d %.14e\n", seconds, nrow(t), uniqueN(t$Location), sum(!is.na(t$`Last outcome category`)),
            sum(t$Longitude)))
