using System.Text;
using XHand.Site;
using XHand.Storage;
using XHand.Web.Server;

namespace XHand.Web.Tests.Access;

/// <summary>The site of a real store, read again when somebody waits for a change.</summary>
internal sealed class RealSite(ISiteStore store) : ISiteSource, ISiteRefresh
{
    public SiteSnapshot Current { get; private set; } = null!;

    public async Task<bool> UntilAsync(Func<SiteSnapshot, bool> inForce, CancellationToken cancellation)
    {
        Current = await store.LoadAsync(cancellation);
        return inForce(Current);
    }

    /// <summary>Applies a site file.</summary>
    public async Task ApplyAsync(string json)
    {
        (SiteFile? file, IReadOnlyList<SiteProblem> problems) = SiteFileReader.Read(Encoding.UTF8.GetBytes(json), "test");
        Assert.Empty(problems);
        SiteApplyResult result = await store.ApplyAsync(file!, "test", new SiteApplyOptions(false, false, "test"), CancellationToken.None);
        Assert.Empty(result.Problems);
        Current = await store.LoadAsync(CancellationToken.None);
    }
}
