using System.Security.Cryptography;
using System.Text;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Grains.Tests.Photos;

public sealed class PhotoIdTests
{
    [Fact]
    public void The_id_is_the_sha256_of_camera_zero_byte_and_bytes()
    {
        var expected = Convert.ToHexStringLower(SHA256.HashData([.. "camera-1"u8, 0, 1, 2, 3]));

        PhotoId.Of("camera-1", [1, 2, 3]).ShouldBe(expected);
        PhotoId.IsValid(expected).ShouldBeTrue();
    }

    [Fact]
    public void The_same_upload_twice_is_one_photo() => PhotoId.Of("camera-1", [1, 2, 3]).ShouldBe(PhotoId.Of("camera-1", [1, 2, 3]));

    [Fact]
    public void Another_camera_or_other_bytes_are_another_photo()
    {
        string[] ids = [PhotoId.Of("a", "bc"u8), PhotoId.Of("ab", "c"u8), PhotoId.Of("a", "bd"u8), PhotoId.Of("", "abc"u8), PhotoId.Of("abc", [])];

        ids.ShouldBeUnique();
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("../../../../../../../../../../../../../../../../../../etc/passwd000")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    public void Anything_else_is_no_photo_id(string text) => PhotoId.IsValid(text).ShouldBeFalse();

    [Fact]
    public void A_faces_id_is_a_version_8_guid_that_follows_from_photo_and_place()
    {
        var photoId = PhotoId.Of("camera-1", [1, 2, 3]);
        var ids = Enumerable.Range(0, 100).Select(index => PhotoId.Face(photoId, index)).ToList();

        ids.ShouldBeUnique();
        ids.ShouldBe(Enumerable.Range(0, 100).Select(index => PhotoId.Face(photoId, index)));
        ids.ShouldAllBe(id => Guid.ParseExact(id, "D").Version == 8 && (Guid.ParseExact(id, "D").Variant & 0xc) == 0x8);
        ids[0].ShouldBe(Expected(photoId, 0));
        PhotoId.Face(PhotoId.Of("camera-2", [1, 2, 3]), 0).ShouldNotBe(ids[0]);
    }

    /// <summary>RFC 9562, section 5.8, spelled out on the hexadecimal text.</summary>
    private static string Expected(string photoId, int index)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{photoId}/{index}")))[..32];
        var variant = "89ab"[Convert.ToInt32(hex[16..17], 16) & 3];
        return $"{hex[..8]}-{hex[8..12]}-8{hex[13..16]}-{variant}{hex[17..20]}-{hex[20..32]}";
    }
}
