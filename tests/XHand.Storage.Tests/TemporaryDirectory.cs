namespace XHand.Storage.Tests;

/// <summary>A folder that only we may enter (mode 0700) and that is deleted at the end of the test.</summary>
public sealed class TemporaryDirectory
{
    public string Path { get; } = Directory.CreateTempSubdirectory("xhand-test-").FullName;

    public void Delete() => Directory.Delete(Path, recursive: true);
}
