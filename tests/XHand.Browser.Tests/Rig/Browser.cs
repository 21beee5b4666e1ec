using Microsoft.Playwright;

namespace XHand.Browser.Tests.Rig;

/// <summary>Debian's Chromium without a window, driven by Playwright; one for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Program), $"{Program} is not there; deploy/test.sh installs Debian's package chromium.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            // Chromium's sandbox refuses to run as root.
            Args = Environment.UserName == "root" ? ["--no-sandbox", "--disable-dev-shm-usage"] : ["--disable-dev-shm-usage"],
        });
    }

    /// <summary>
    /// A page in a profile of its own, with nothing stored, that speaks <paramref name="language"/> and whose relative addresses are of <paramref name="server"/>.
    /// </summary>
    internal async Task<Screen> OpenAsync(Uri server, string language = "pt-BR")
    {
        IBrowserContext profile = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            Locale = language,
            TimezoneId = "America/Sao_Paulo",
            ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        profile.SetDefaultTimeout(20_000);
        return await Screen.OpenAsync(profile);
    }

    /// <summary>A page of <paramref name="address"/> that takes the daemon's own certificate and on which a test may do what the page's policy forbids.</summary>
    internal async Task<IPage> OpenBareAsync(Uri address)
    {
        IBrowserContext profile = await _browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true, BypassCSP = true });
        IPage page = await profile.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
