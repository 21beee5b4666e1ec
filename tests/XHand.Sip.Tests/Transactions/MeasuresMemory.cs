namespace XHand.Sip.Tests.Transactions;

/// <summary>Tests that measure the heap run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuresMemory
{
    public const string Name = "Measures memory";
}
