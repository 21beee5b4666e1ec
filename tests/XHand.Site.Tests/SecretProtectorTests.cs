using System.Security.Cryptography;

namespace XHand.Site.Tests;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SecretProtectorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("xhand-site-").FullName;

    private string KeyPath => Path.Combine(_folder, "secrets.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_protected_comes_back_and_never_looks_the_same_twice()
    {
        SecretProtector protector = SecretProtector.FromKeyFile(KeyPath);
        string stored = protector.Protect("Zeb-4411-ra é", "extension/1");

        Assert.StartsWith("v1:", stored, StringComparison.Ordinal);
        Assert.NotEqual(stored, protector.Protect("Zeb-4411-ra é", "extension/1"));
        Assert.Equal("Zeb-4411-ra é", SecretProtector.FromKeyFile(KeyPath).Unprotect(stored, "extension/1"));
        Assert.Equal("", protector.Unprotect(protector.Protect("", "a"), "a"));
    }

    [Fact]
    public void The_key_file_is_its_owner_s_alone()
    {
        SecretProtector.FromKeyFile(KeyPath);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPath));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Another_key_another_context_and_a_changed_text_are_refused()
    {
        SecretProtector protector = SecretProtector.FromKeyFile(KeyPath);
        string stored = protector.Protect("secret", "extension/1");
        SecretProtector other = SecretProtector.FromKeyFile(Path.Combine(_folder, "other.key"));

        CryptographicException wrong = Assert.Throws<CryptographicException>(() => other.Unprotect(stored, "extension/1"));
        Assert.Contains("another key", wrong.Message, StringComparison.Ordinal);
        Assert.Throws<CryptographicException>(() => protector.Unprotect(stored, "extension/2"));
        Assert.Throws<CryptographicException>(() => protector.Unprotect(stored[..10] + (stored[10] == 'A' ? 'B' : 'A') + stored[11..], "extension/1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("v1:")]
    [InlineData("v1:!!!!")]
    [InlineData("v1:AAAA")]
    [InlineData("v2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void What_is_no_protected_text_is_refused(string stored) =>
        Assert.Throws<CryptographicException>(() => SecretProtector.FromKeyFile(KeyPath).Unprotect(stored, "a"));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("AAAA")]
    public void A_file_that_is_no_key_is_named(string text)
    {
        File.WriteAllText(KeyPath, text);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        SecretKeyException e = Assert.Throws<SecretKeyException>(() => SecretProtector.FromKeyFile(KeyPath));
        Assert.Contains(KeyPath, e.Message, StringComparison.Ordinal);
        Assert.Contains("is no secrets key", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_can_read_is_refused()
    {
        SecretProtector.FromKeyFile(KeyPath);
        File.SetUnixFileMode(KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        SecretKeyException e = Assert.Throws<SecretKeyException>(() => SecretProtector.FromKeyFile(KeyPath));
        Assert.Contains("0600", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_must_exist_and_does_not_is_not_made()
    {
        Assert.Throws<SecretKeyException>(() => SecretProtector.FromExistingKeyFile(KeyPath));
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_a_clear_error() =>
        Assert.Throws<SecretKeyException>(() => SecretProtector.FromKeyFile(Path.Combine(_folder, "none", "secrets.key")));

    [Fact]
    public async Task Many_that_start_at_once_share_one_key()
    {
        SecretProtector[] protectors = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SecretProtector.FromKeyFile(KeyPath))));
        string stored = protectors[0].Protect("secret", "a");
        Assert.All(protectors, p => Assert.Equal("secret", p.Unprotect(stored, "a")));
    }
}
