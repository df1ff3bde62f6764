# R's surveillance on the same weeks: Rscript analysis_peers.R PEER COUNTS.csv SERIES
# Prints a line of JSON: CPU seconds for SERIES series, scaled up from those in the file.
suppressMessages(library(surveillance))
given <- commandArgs(trailingOnly = TRUE)
table <- read.csv(given[2], check.names = FALSE)
weeks <- as.Date(table[[1]])
counts <- as.matrix(table[, -1, drop = FALSE])
series <- sts(counts, epoch = as.numeric(weeks), epochAsDate = TRUE, frequency = 52,
              start = c(as.integer(format(weeks[1], "%Y")), 1))
last <- (nrow(counts) - 51):nrow(counts)

farrington <- function() farringtonFlexible(series, control = list(
  range = last, b = 5, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26,
  weightsThreshold = 2.58, thresholdMethod = "nbPlugin", alpha = 0.01, limit54 = c(5, 4),
  fitFun = "algo.farrington.fitGLM.flexible", populationOffset = FALSE))
ears <- function() for (method in c("C1", "C2", "C3"))
  earsC(series, control = list(range = last, method = method, baseline = 7,
                               minSigma = 0.5, alpha = if (method == "C3") .025 else .001))

run <- list(farrington = farrington, ears = ears)[[given[1]]]
spent <- system.time(invisible(suppressWarnings(run())))
seconds <- sum(spent[c("user.self", "sys.self")]) * as.numeric(given[3]) / ncol(counts)
cat(sprintf('{"seconds": %.4f, "note": "surveillance %s, %d series scaled up to %s"}\n',
            seconds, as.character(packageVersion("surveillance")), ncol(counts), given[3]))
