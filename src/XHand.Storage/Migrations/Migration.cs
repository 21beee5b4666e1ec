using System.Security.Cryptography;
using System.Text;

namespace XHand.Storage.Migrations;

/// <summary>One file of migrations/.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">The file's name without ending: "0001_create_company".</param>
/// <param name="Sql">Its text.</param>
public sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, lower-case hex.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>It changes rows that are there, by its header: a backup is taken before it.</summary>
    public bool ChangesData => Sql.Contains("\n-- changes data: yes\n", StringComparison.Ordinal);
}
