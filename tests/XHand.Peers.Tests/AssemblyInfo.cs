// One daemon, real phones, real time: one test after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
