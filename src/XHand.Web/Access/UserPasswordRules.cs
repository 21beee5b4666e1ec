using System.Collections.Frozen;
using System.Text;
using XHand.Site;
using XHand.Web.Problems;

namespace XHand.Web.Access;

/// <summary>What a password must be: long, and none that is tried first (NIST SP 800-63B 5.1.1.2).</summary>
internal static class UserPasswordRules
{
    public const int Shortest = 10;
    public const int Longest = 256;

    // The commonest of ten characters and more in published lists, and what people of this field would take. Compared without case.
    private static readonly FrozenSet<string> _common = new[]
    {
        "1234567890", "0123456789", "12345678910", "123456789a", "1234567891", "0987654321", "9876543210", "1111111111", "0000000000",
        "1q2w3e4r5t", "1qaz2wsx3edc", "q1w2e3r4t5", "qwertyuiop", "qwerty12345", "qwerty123456", "qwerty1234", "asdfghjkl1", "asdfghjkl;",
        "zaq12wsxcde3", "abcdefghij", "abcd123456", "abc1234567", "abcdef1234", "a123456789", "password123", "password1234", "password12",
        "password01", "passw0rd123", "p@ssw0rd123", "p@ssword123", "administrator", "administrador", "admin12345", "admin123456", "admin@1234",
        "admin@12345", "adminadmin", "changeme123", "letmein123", "welcome123", "welcome1234", "iloveyou123", "iloveyou12", "princess123",
        "football123", "superman123", "sunshine123", "mudar12345", "mudar@1234", "mudar@12345", "mudarsenha", "senha12345", "senha123456",
        "senha@1234", "senha@12345", "senhasenha", "minhasenha", "minhasenha1", "brasil12345", "brasil2024", "brasil2025", "brasil2026",
        "brasil1234", "flamengo123", "corinthians", "corinthians1", "palmeiras1", "palmeiras123", "saopaulo123", "gabriel123", "felicidade",
        "deuseamor1", "deusefiel1", "jesuscristo", "jesuscristo1", "meuamor123", "teamo12345", "euteamo123", "familia123", "estrelinha",
        "contrasena", "contraseña1", "contrasena1", "hola123456", "barcelona1", "realmadrid", "realmadrid1", "telefonia1", "telefone123",
        "ramal12345", "asterisk123", "freepbx123", "elastix123", "issabel123", "telefonica1", "callcenter1", "callcenter", "atendimento",
        "suporte123", "suporte1234", "operador123", "supervisor", "supervisor1", "supervisor123", "xhandxhand", "xhand12345", "handphone1",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with it, or null.</summary>
    public static Reason? Defect(string password, string login)
    {
        int length = password.EnumerateRunes().Count();
        return length < Shortest ? WebReasons.PersonPasswordShort.With(Shortest)
            : length > Longest ? WebReasons.PersonPasswordLong.With(Longest)
            : password.Equals(login, StringComparison.OrdinalIgnoreCase) ? WebReasons.PersonPasswordIsLogin.With()
            : password.EnumerateRunes().Distinct().Count() < 3 ? WebReasons.PersonPasswordMonotone.With()
            : _common.Contains(password) ? WebReasons.PersonPasswordCommon.With()
            : null;
    }

    /// <summary>True for what is not even worth checking: no password of ours is that long.</summary>
    public static bool IsTooLong(string password) => Encoding.UTF8.GetByteCount(password) > Longest * 4;
}
