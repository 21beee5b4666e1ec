namespace XHand.Package.Tests;

/// <summary>The packages, and a machine that runs and has everything but XHand. Used by one story after the other, in their order.</summary>
public sealed class PreparedMachine : IAsyncLifetime
{
    internal Machine Machine { get; private set; } = null!;

    /// <summary>The package's path outside.</summary>
    public string Package { get; private set; } = "";

    /// <summary>The package of a later version, outside.</summary>
    public string Later { get; private set; } = "";

    /// <summary>The higher version.</summary>
    public const string LaterVersion = "9.0.0";

    public async Task InitializeAsync()
    {
        string folder = Directory.CreateTempSubdirectory("xhand-package-").FullName;
        Machine = new Machine(folder);
        Task making = Machine.MakeAsync("adduser", "ca-certificates", "libssl3", "libstdc++6", "postgresql", "tzdata", "nftables");
        Package = await DebianPackage.BuildAsync(folder);
        Later = await DebianPackage.RaiseAsync(Package, LaterVersion);
        await making;
        await Machine.StartAsync();
    }

    public async Task DisposeAsync() => await Machine.DisposeAsync();
}
