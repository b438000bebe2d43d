using System.Net;
using Atmosphere.Api.Tests.Support;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Photos;

namespace Atmosphere.Api.Tests.Slack;

/// <summary>Accepted means kept: what was answered is there for a process that finds the files as they were at that instant.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task What_was_answered_survives_the_loss_of_the_process()
    {
        Assert.SkipUnless(TestEngine.KeepsState, "This engine's single silo keeps its state in memory.");
        var folder = Directory.CreateTempSubdirectory("atmosphere-api-copy-").FullName;
        try
        {
            await using var first = new ApiFixture();
            await first.InitializeAsync();
            var face = await first.AskedFaceAsync();
            var photo = await (await first.Camera.PostBytesAsync("/photos", Pictures.Jpeg())).JsonAsync();
            (await first.SlackSendsAsync(SlackSide.Pick(face, SlackSide.Dana, SlackSide.Noa))).StatusCode.ShouldBe(HttpStatusCode.OK);

            // No stop: nothing has a chance to write what it had only promised.
            Copy(first.DataFolder, folder);
            await using var second = new ApiOnFolder(folder);
            await second.InitializeAsync();
            var found = await second.FaceAsync(face);
            found.Votes[SlackSide.Dana].Choice.ShouldBe(VoteChoice.Person(SlackSide.Noa));
            found.Votes[SlackSide.Dana].IsLive.ShouldBeTrue();
            (await second.Grains.GetGrain<IPhotoGrain>(photo.GetProperty("photoId").GetString()!).GetView()).Status.ShouldNotBe(PhotoStatus.Unknown);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Copy(string from, string to)
    {
        // A database before its log: what moves from the log to the database in between is then in both.
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var copy = file.Replace(from, to, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            try
            {
                File.Copy(file, copy);
            }
            catch (FileNotFoundException)
            {
                // An upload that has been cut meanwhile is deleted, as it should be.
            }
        }
    }
}
