using System.Text.Json;
using XHand.Storage.Backups;

namespace XHand.Host.Backups;

/// <summary>What is in a backup: its last entry, so that one that was cut short has none (docs/install.md).</summary>
/// <param name="Format">Version of the format.</param>
/// <param name="Version">Of the program that made it.</param>
/// <param name="MadeAt">When, UTC.</param>
/// <param name="Node">The node that it was made of.</param>
/// <param name="Schema">How far its database was migrated.</param>
/// <param name="Files">Everything before the manifest.</param>
internal sealed record BackupManifest(
    int Format, string Version, DateTimeOffset MadeAt, string Node, SchemaVersion Schema, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int PresentFormat = 1;

    /// <summary>Entry that says first of all what the file is.</summary>
    public const string FormatEntry = "xhand-backup";

    /// <summary>Entry of the manifest.</summary>
    public const string Entry = "manifest.json";

    /// <summary>Entry of the database's dump.</summary>
    public const string DatabaseEntry = "database.dump";

    /// <summary>Before the path of each file of the data directory.</summary>
    public const string DataPrefix = "data/";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, _json);

    /// <summary>From JSON; null when it is none.</summary>
    public static BackupManifest? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(json, _json) is { Files: not null, Schema: not null } manifest ? manifest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Name">Its entry.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, hexadecimal.</param>
internal sealed record BackupFile(string Name, long Bytes, string Sha256);
