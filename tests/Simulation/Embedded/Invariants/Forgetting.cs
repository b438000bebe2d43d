using System.Text.RegularExpressions;
using Atmosphere.Grains.Faces;
using Atmosphere.Grains.Forgetting;
using Atmosphere.Grains.Ports;
using Atmosphere.Simulation.Knowledge;
using Atmosphere.Simulation.Outside;

namespace Atmosphere.Simulation.Invariants;

/// <summary>Of whoever asked to be forgotten nothing is left at rest: in no state, not even as a key; in no table, no gallery, no model and no message.</summary>
internal sealed class NothingIsLeftOfTheForgotten(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        World.Gallery.Status();
        foreach (var personId in World.Truth.Forgotten)
        {
            var name = new Regex($@"\b{personId}\b", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
            foreach (var (key, text) in World.Disk.Texts())
            {
                if (key.GrainKey == personId || name.IsMatch(text)) Fail($"{personId} is still named by {key}: {text}");
            }

            if (World.Catalogue.People.ContainsKey(personId) || World.Catalogue.FindNaming(personId, 1) is [_, ..]) Fail($"{personId} is still in the catalogue");
            if (World.Catalogue.Audit.Values.FirstOrDefault(entry => entry.Actor == personId || entry.About == personId) is { } entry) Fail($"{personId} is still in the audit: {entry}");
            foreach (var action in new[] { ForgettingAudit.Asked, ForgettingAudit.Done })
                if (!World.Catalogue.Audit.Values.Any(entry => entry.Action == action && entry.About == GrainStates.PseudonymOf(personId))) Fail($"the audit has no {action} of {personId}");
            if (World.Gallery.Persons.Values.Any(person => person.Key == personId)) Fail($"{personId} is still in the gallery");
            if ((World.Gallery.Trained ?? Gallery.Empty).Values.Any(person => person.Key == personId)) Fail($"the model still knows {personId}");
            foreach (var message in World.Workspace.Messages.Where(message => !message.IsDeleted && Names(message.Now, personId))) Fail($"the message of {Name(message.FaceId)} still names {personId}");
            if (!World.States.Tombstones.Values.Any(stone => stone.Receipt is { ModelForgotAt: not null, FinishedAt: not null })) Fail($"there is no finished receipt for {personId}");
        }
    }

    private static bool Names(PromptView shown, string personId) =>
        shown.PersonId == personId || shown.NotPersonId == personId || shown.Votes.Any(vote => vote.VoterId == personId || vote.PersonId == personId);
}

/// <summary>Of a forgotten face there are no pictures, neither here nor at Slack; and a photo is gone with its last face.</summary>
internal sealed class ForgottenFacesHaveNoPictures(World world) : Invariant(world), IRestInvariant
{
    public void AtRest()
    {
        foreach (var (faceId, _) in World.States.Faces.Where(face => face.Value.Status == FaceStatus.Forgotten))
        {
            if (World.Shelf[CropKeys.Crop(faceId)] is not null || World.Shelf[CropKeys.ZoomIn(faceId)] is not null) Fail($"{Name(faceId)} is forgotten, and its picture is still there");
            var shown = World.Workspace.Messages.Where(message => message.FaceId == faceId).SelectMany(message => message.Shown).SelectMany(view => (string?[])[view.CropFileId, view.ZoomInFileId]);
            if (shown.FirstOrDefault(fileId => fileId is not null && World.Workspace.Files.Contains(fileId)) is { } kept) Fail($"{Name(faceId)} is forgotten, and Slack still has {kept}");
        }

        foreach (var photo in World.States.Faces.Values.Where(face => face.Source is not null).GroupBy(face => face.Source!.PhotoId, StringComparer.Ordinal))
        {
            if (photo.All(face => face.Status == FaceStatus.Forgotten) && World.Shelf[CropKeys.Photo(photo.Key)] is not null) Fail($"photo {photo.Key[..8]} has nobody left on it, and is still there");
        }
    }
}

/// <summary>Whoever was forgotten for good is never tagged, nor put into the gallery, until she wants to be known again.</summary>
internal sealed class TheForgottenStayForgotten(World world) : Invariant(world), IGalleryInvariant, IFaceInvariant
{
    public void OnGallery()
    {
        foreach (var person in World.Gallery.Persons.Values.Where(person => IsForgotten(person.Key))) Fail($"{person.Key} was forgotten, and is in the gallery again");
    }

    public void OnFace(string faceId, FaceState before, FaceState after, IReadOnlyList<FaceEvent> fresh)
    {
        foreach (var agreed in fresh.OfType<AgreementReached>().Where(agreed => IsForgotten(agreed.PersonId))) Fail($"{agreed.PersonId} was forgotten, and {Name(faceId)} is agreed to be her");
        foreach (var (voterId, _) in after.Votes.Where(vote => vote.Value.Standing == VoteStanding.Verified && before.Votes.GetValueOrDefault(vote.Key) != vote.Value && IsForgotten(vote.Key)))
            Fail($"{voterId} was forgotten, and her vote on {Name(faceId)} counts");
    }

    private bool IsForgotten(string personId) => World.Truth.Forgotten.Contains(personId) && World.States.StoneOf(personId)?.Receipt is { FinishedAt: not null };
}
