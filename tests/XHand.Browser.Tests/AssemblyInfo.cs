// One daemon, one browser, real time: one test after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
