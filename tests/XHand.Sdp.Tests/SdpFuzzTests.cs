using XHand.Fuzz;

namespace XHand.Sdp.Tests;

/// <summary>The short form of what tests/XHand.Fuzz does by the million.</summary>
[Collection(AloneCollection.Name)]
public sealed class SdpFuzzTests
{
    [Fact]
    public void No_mutated_description_throws_takes_long_or_grows() => Assert.Empty(new FuzzRun(new SdpTarget(), seed: 8866).Run(60_000));
}
