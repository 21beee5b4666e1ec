namespace XHand.Package.Tests;

/// <summary>The package, and what is in it unpacked into a throw-away root. Takes no rights.</summary>
public sealed class BuiltPackage : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-package-").FullName;

    /// <summary>The package's path.</summary>
    public string Package { get; private set; } = "";

    /// <summary>Where its files are.</summary>
    public string Root => Path.Combine(_folder, "root");

    /// <summary>A folder for the data of a daemon that is run from it.</summary>
    public string Data => Path.Combine(_folder, "data");

    public async Task InitializeAsync()
    {
        Package = await DebianPackage.BuildAsync(_folder);
        await DebianPackage.AskAsync(Package, "-x", Root);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
