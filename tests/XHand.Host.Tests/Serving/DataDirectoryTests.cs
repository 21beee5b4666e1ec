using XHand.Host.Commands;
using XHand.Host.Serving;

namespace XHand.Host.Tests.Serving;

/// <summary>The data directory is made, closed to others and used by one daemon.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("xhand-data-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void It_is_made_with_its_folders_and_only_its_owner_may_enter()
    {
        string path = Path.Combine(_root, "with space", "data");
        using DataDirectory directory = DataDirectory.Open(path);
        Assert.Equal(path, directory.Root);
        foreach (string folder in (string[])[path, directory.Journal, directory.Log, directory.Tls, directory.Backups, Path.GetDirectoryName(directory.SecretsKey)!])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    [Fact]
    public void A_second_daemon_is_kept_out_until_the_first_is_gone()
    {
        using (DataDirectory.Open(_root))
        {
            CommandException refused = Assert.Throws<CommandException>(() => DataDirectory.Open(_root));
            Assert.Equal(ExitStatus.Refused, refused.Status);
            Assert.Contains("running already", refused.Message, StringComparison.Ordinal);
        }

        DataDirectory.Open(_root).Dispose();
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named_with_its_setting()
    {
        CommandException refused = Assert.Throws<CommandException>(() => DataDirectory.Open("/proc/xhand"));
        Assert.Equal(ExitStatus.Refused, refused.Status);
        Assert.Contains("/proc/xhand", refused.Message, StringComparison.Ordinal);
        Assert.Contains("XHAND_Data__Directory", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_its_place_is_no_directory()
    {
        string file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        Assert.Contains("cannot be written", Assert.Throws<CommandException>(() => DataDirectory.Open(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, true)]
    [InlineData(122, true)]
    [InlineData(5, false)]
    public void A_full_disk_and_a_spent_quota_are_told_from_other_errors(int errno, bool full) =>
        Assert.Equal(full, DataDirectory.IsFull(new IOException("it failed", errno)));
}
