using XHand.Fuzz;

namespace XHand.Sip.Tests.Parsing;

/// <summary>The short form of what tests/XHand.Fuzz does by the million.</summary>
[Collection(AloneCollection.Name)]
public sealed class SipFuzzTests
{
    [Fact]
    public void No_mutated_message_throws_takes_long_or_grows() => Assert.Empty(new FuzzRun(new SipMessageTarget(), seed: 4475).Run(40_000));

    [Fact]
    public void No_mutated_stream_depends_on_where_it_is_torn() => Assert.Empty(new FuzzRun(new SipStreamTarget(), seed: 3261).Run(40_000));
}
