import { RscEntryLexicalCell as RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { RscEntryLexicalField as RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { LexicalDiffComponent as LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e } from '@payloadcms/richtext-lexical/rsc'
import { InlineToolbarFeatureClient as InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HorizontalRuleFeatureClient as HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UploadFeatureClient as UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BlockquoteFeatureClient as BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { RelationshipFeatureClient as RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { LinkFeatureClient as LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ChecklistFeatureClient as ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { OrderedListFeatureClient as OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnorderedListFeatureClient as UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { IndentFeatureClient as IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { AlignFeatureClient as AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { HeadingFeatureClient as HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ParagraphFeatureClient as ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { InlineCodeFeatureClient as InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SuperscriptFeatureClient as SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { SubscriptFeatureClient as SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { StrikethroughFeatureClient as StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { UnderlineFeatureClient as UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { BoldFeatureClient as BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { ItalicFeatureClient as ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864 } from '@payloadcms/richtext-lexical/client'
import { EarningsField as EarningsField_2151081d04662a1b01c7666274b27690 } from '../../../app/(payload)/_components/EarningsField'
import { ProductActs as ProductActs_cc5f41b12f055717735b34f8658ca8ea } from '../../../app/(payload)/_components/ProductActs'
import { MinorCell as MinorCell_c11685d0479be8d6fb83581ca957b30e } from '../../../app/(payload)/_components/MinorCell'
import { ArchiveUploadField as ArchiveUploadField_564a78d4b21a056523726b35ef9e674a } from '../../../app/(payload)/_components/ArchiveUploadField'
import { ReleaseActs as ReleaseActs_e7fdcb3671cc73231dbe1cb2409e1f8e } from '../../../app/(payload)/_components/ReleaseActs'
import { FactField as FactField_481c6d484aefe95ddb591b432e33b110 } from '../../../app/(payload)/_components/FactField'
import { OrderNotice as OrderNotice_b7bcc61181801e7ba347fc778c86cc50 } from '../../../app/(payload)/_components/OrderNotice'
import { OrderActs as OrderActs_18bf37765d79fda551b8a27c6d5fdbc3 } from '../../../app/(payload)/_components/OrderActs'
import { OrderTimeline as OrderTimeline_631f697f52e9d6fd6365905e34d72946 } from '../../../app/(payload)/_views/OrderTimeline'
import { SuspicionCell as SuspicionCell_3cc16e52433bcd839ddd1a9da00b30db } from '../../../app/(payload)/_licenses/SuspicionCell'
import { LicenseListActs as LicenseListActs_261942cb3ba68282be8f19502f7e4d33 } from '../../../app/(payload)/_licenses/LicenseListActs'
import { LicenseActs as LicenseActs_11a17bfd8647edde8eb95283c34a7dda } from '../../../app/(payload)/_licenses/LicenseActs'
import { LicenseView as LicenseView_ce860d154d2351e8c73449705873ffba } from '../../../app/(payload)/_licenses/LicenseView'
import { RequestActs as RequestActs_b7beb5ebbacec8f5382eb436e06a2fcb } from '../../../app/(payload)/_licenses/RequestActs'
import { BooksView as BooksView_f68bc97cbb718b694a575bb9f90ed72c } from '../../../app/(payload)/_books/BooksView'
import { PersonView as PersonView_2ff103c4a58e58592f42ff2e1ca40b0f } from '../../../app/(payload)/_people/PersonView'
import { PeopleList as PeopleList_d452f2389f4eadbd5abb2bbceb4c6af8 } from '../../../app/(payload)/_people/PeopleList'
import { SellerActs as SellerActs_4449cc35c784ba0a2d3a957054b8b771 } from '../../../app/(payload)/_settings/SellerActs'
import { AffiliateActs as AffiliateActs_646ce3831b92612bab56aebb5f30a2a4 } from '../../../app/(payload)/_components/AffiliateActs'
import { HealthView as HealthView_a214bbc3c171fc6f01f8037f0dab867f } from '../../../app/(payload)/_health/HealthView'
import { AuditList as AuditList_9692d4c596a4ed0e6ee1906c18620a8b } from '../../../app/(payload)/_audit/AuditList'
import { SettingsView as SettingsView_22ac22ce20420150482bd9b15f4c12e3 } from '../../../app/(payload)/_settings/SettingsView'
import { SignOutButton as SignOutButton_e30b8750b88c6327ee95f2916168f57d } from '../../../app/(payload)/_components/SignOutButton'
import { PanelIcon as PanelIcon_6a7503338cff08624a92b86c61a30757 } from '../../../app/(payload)/_components/PanelIcon'
import { PanelLogo as PanelLogo_a74373eccc112f0a0f793cd15545f695 } from '../../../app/(payload)/_components/PanelLogo'
import { SignInElsewhere as SignInElsewhere_d0cd653359ebb95fc121f4ed3a17bd8e } from '../../../app/(payload)/_views/SignInElsewhere'
import { SignOutElsewhere as SignOutElsewhere_6ddd8ff71d38e1ecf002bf4ccd8d4b9a } from '../../../app/(payload)/_views/SignOutElsewhere'
import { CollectionCards as CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1 } from '@payloadcms/next/rsc'

/** @type import('payload').ImportMap */
export const importMap = {
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalCell": RscEntryLexicalCell_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#RscEntryLexicalField": RscEntryLexicalField_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/rsc#LexicalDiffComponent": LexicalDiffComponent_44fe37237e0ebf4470c9990d8cb7b07e,
  "@payloadcms/richtext-lexical/client#InlineToolbarFeatureClient": InlineToolbarFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HorizontalRuleFeatureClient": HorizontalRuleFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UploadFeatureClient": UploadFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BlockquoteFeatureClient": BlockquoteFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#RelationshipFeatureClient": RelationshipFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#LinkFeatureClient": LinkFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ChecklistFeatureClient": ChecklistFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#OrderedListFeatureClient": OrderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnorderedListFeatureClient": UnorderedListFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#IndentFeatureClient": IndentFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#AlignFeatureClient": AlignFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#HeadingFeatureClient": HeadingFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ParagraphFeatureClient": ParagraphFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#InlineCodeFeatureClient": InlineCodeFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SuperscriptFeatureClient": SuperscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#SubscriptFeatureClient": SubscriptFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#StrikethroughFeatureClient": StrikethroughFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#UnderlineFeatureClient": UnderlineFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#BoldFeatureClient": BoldFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "@payloadcms/richtext-lexical/client#ItalicFeatureClient": ItalicFeatureClient_e70f5e05f09f93e00b997edb1ef0c864,
  "/app/(payload)/_components/EarningsField#EarningsField": EarningsField_2151081d04662a1b01c7666274b27690,
  "/app/(payload)/_components/ProductActs#ProductActs": ProductActs_cc5f41b12f055717735b34f8658ca8ea,
  "/app/(payload)/_components/MinorCell#MinorCell": MinorCell_c11685d0479be8d6fb83581ca957b30e,
  "/app/(payload)/_components/ArchiveUploadField#ArchiveUploadField": ArchiveUploadField_564a78d4b21a056523726b35ef9e674a,
  "/app/(payload)/_components/ReleaseActs#ReleaseActs": ReleaseActs_e7fdcb3671cc73231dbe1cb2409e1f8e,
  "/app/(payload)/_components/FactField#FactField": FactField_481c6d484aefe95ddb591b432e33b110,
  "/app/(payload)/_components/OrderNotice#OrderNotice": OrderNotice_b7bcc61181801e7ba347fc778c86cc50,
  "/app/(payload)/_components/OrderActs#OrderActs": OrderActs_18bf37765d79fda551b8a27c6d5fdbc3,
  "/app/(payload)/_views/OrderTimeline#OrderTimeline": OrderTimeline_631f697f52e9d6fd6365905e34d72946,
  "/app/(payload)/_licenses/SuspicionCell#SuspicionCell": SuspicionCell_3cc16e52433bcd839ddd1a9da00b30db,
  "/app/(payload)/_licenses/LicenseListActs#LicenseListActs": LicenseListActs_261942cb3ba68282be8f19502f7e4d33,
  "/app/(payload)/_licenses/LicenseActs#LicenseActs": LicenseActs_11a17bfd8647edde8eb95283c34a7dda,
  "/app/(payload)/_licenses/LicenseView#LicenseView": LicenseView_ce860d154d2351e8c73449705873ffba,
  "/app/(payload)/_licenses/RequestActs#RequestActs": RequestActs_b7beb5ebbacec8f5382eb436e06a2fcb,
  "/app/(payload)/_books/BooksView#BooksView": BooksView_f68bc97cbb718b694a575bb9f90ed72c,
  "/app/(payload)/_people/PersonView#PersonView": PersonView_2ff103c4a58e58592f42ff2e1ca40b0f,
  "/app/(payload)/_people/PeopleList#PeopleList": PeopleList_d452f2389f4eadbd5abb2bbceb4c6af8,
  "/app/(payload)/_settings/SellerActs#SellerActs": SellerActs_4449cc35c784ba0a2d3a957054b8b771,
  "/app/(payload)/_components/AffiliateActs#AffiliateActs": AffiliateActs_646ce3831b92612bab56aebb5f30a2a4,
  "/app/(payload)/_health/HealthView#HealthView": HealthView_a214bbc3c171fc6f01f8037f0dab867f,
  "/app/(payload)/_audit/AuditList#AuditList": AuditList_9692d4c596a4ed0e6ee1906c18620a8b,
  "/app/(payload)/_settings/SettingsView#SettingsView": SettingsView_22ac22ce20420150482bd9b15f4c12e3,
  "/app/(payload)/_components/SignOutButton#SignOutButton": SignOutButton_e30b8750b88c6327ee95f2916168f57d,
  "/app/(payload)/_components/PanelIcon#PanelIcon": PanelIcon_6a7503338cff08624a92b86c61a30757,
  "/app/(payload)/_components/PanelLogo#PanelLogo": PanelLogo_a74373eccc112f0a0f793cd15545f695,
  "/app/(payload)/_views/SignInElsewhere#SignInElsewhere": SignInElsewhere_d0cd653359ebb95fc121f4ed3a17bd8e,
  "/app/(payload)/_views/SignOutElsewhere#SignOutElsewhere": SignOutElsewhere_6ddd8ff71d38e1ecf002bf4ccd8d4b9a,
  "@payloadcms/next/rsc#CollectionCards": CollectionCards_f9c02e79a4aed9a3924487c0cd4cafb1
}
