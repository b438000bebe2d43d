// Files that replicas share, or that outlive one: an NFS share, since a share by SMB is mounted with an account key.
param location string

@description('Globally unique: 3 to 24 lower-case letters and digits.')
param name string

param shareNames string[]
param allowedSubnetIds string[]

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  kind: 'FileStorage'
  sku: { name: 'Premium_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    // NFS is not HTTPS; the share can be reached from the two subnets and from nowhere else.
    supportsHttpsTrafficOnly: false
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      virtualNetworkRules: [for id in allowedSubnetIds: { id: id }]
    }
  }

  resource files 'fileServices' = {
    name: 'default'
    properties: {
      shareDeleteRetentionPolicy: { enabled: true, days: 14 }
    }
  }
}

resource shares 'Microsoft.Storage/storageAccounts/fileServices/shares@2025-06-01' = [
  for share in shareNames: {
    parent: account::files
    name: share
    properties: {
      enabledProtocols: 'NFS'
      // The applications are not root; an init container gives them their folder.
      rootSquash: 'NoRootSquash'
      shareQuota: 100
    }
  }
]

output server string = replace(replace(account.properties.primaryEndpoints.file, 'https://', ''), '/', '')
output accountName string = account.name
