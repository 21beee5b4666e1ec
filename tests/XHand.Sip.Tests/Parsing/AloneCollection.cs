namespace XHand.Sip.Tests.Parsing;

/// <summary>For tests that watch the clock or the heap: they run one after the other, beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
