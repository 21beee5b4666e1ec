// Each judge has a daemon and a database to itself, and the machine's attention.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
