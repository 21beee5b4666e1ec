using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace XHand.Storage.Access;

/// <summary>
/// A password as it is kept: <c>pbkdf2-sha256$iterations$salt$hash</c> (RFC 8018 5.2), so that the cost can grow and old ones still be checked.
/// Costs a fifth of a second of a core on purpose; callers bound how many run at once.
/// </summary>
public static class PasswordHash
{
    /// <summary>What OWASP's password storage guide of 2023 asks of PBKDF2 with SHA-256.</summary>
    public const int Iterations = 600_000;

    private const string Algorithm = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    // What is checked for a login that is not there, so that the answer takes as long.
    private static readonly string _nobody = Text(Iterations, new byte[SaltBytes], new byte[HashBytes]);

    /// <summary>The text to keep.</summary>
    public static string Make(string password) => Make(password, Iterations);

    /// <summary>True when it is the password of <paramref name="stored"/>; null or unreadable text takes as long and is false.</summary>
    public static bool Verify(string? stored, string password)
    {
        bool isReal = TryRead(stored, out int iterations, out byte[] salt, out byte[] hash);
        if (!isReal)
        {
            TryRead(_nobody, out iterations, out salt, out hash);
        }
        return CryptographicOperations.FixedTimeEquals(Derive(password, salt, iterations, hash.Length), hash) && isReal;
    }

    /// <summary>True when the text was made with less than is asked today.</summary>
    public static bool IsWeak(string stored) =>
        !TryRead(stored, out int iterations, out byte[] salt, out byte[] hash) || iterations < Iterations || salt.Length < SaltBytes || hash.Length < HashBytes;

    internal static string Make(string password, int iterations)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Text(iterations, salt, Derive(password, salt, iterations, HashBytes));
    }

    private static byte[] Derive(string password, byte[] salt, int iterations, int length) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, length);

    private static string Text(int iterations, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    private static bool TryRead(string? stored, out int iterations, out byte[] salt, out byte[] hash)
    {
        (iterations, salt, hash) = (0, [], []);
        string[] parts = stored?.Split('$') ?? [];
        if (parts.Length != 4 || parts[0] != Algorithm || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out iterations) || iterations < 1)
        {
            return false;
        }
        try
        {
            (salt, hash) = (Convert.FromBase64String(parts[2]), Convert.FromBase64String(parts[3]));
            return hash.Length >= HashBytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
